#include <micromegas/telemetry/recording.hpp>

#include "recording_format.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace micromegas::telemetry::inline MICROMEGAS_ABI {
namespace {

std::string describe(const std::string& path, std::string_view problem) { return fmt::format("{}: {}", path, problem); }

std::string last_error() { return std::generic_category().message(errno); }

}  // namespace

RecordingReader::RecordingReader(std::string path, int descriptor) noexcept
    : path_(std::move(path)), descriptor_(descriptor) {}

RecordingReader::RecordingReader(RecordingReader&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      at_(other.at_),
      body_(std::move(other.body_)),
      gaps_(std::move(other.gaps_)),
      torn_end_(std::move(other.torn_end_)),
      end_(other.end_) {}

RecordingReader& RecordingReader::operator=(RecordingReader&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(at_, other.at_);
    std::swap(body_, other.body_);
    std::swap(gaps_, other.gaps_);
    std::swap(torn_end_, other.torn_end_);
    std::swap(end_, other.end_);
    return *this;
}

RecordingReader::~RecordingReader() {
    if (descriptor_ != -1) {
        static_cast<void>(close(descriptor_));
    }
}

std::variant<RecordingReader, std::string> RecordingReader::open(std::string path) {
    const int opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened == -1) {
        return describe(path, "cannot be opened: " + last_error());
    }
    RecordingReader reader{std::move(path), opened};
    struct stat status {};
    if (fstat(opened, &status) != 0 || !S_ISREG(status.st_mode)) {
        return describe(reader.path_, "is not a file");
    }
    if (status.st_size == 0) {
        return reader;  // its writer has not written anything yet
    }
    detail::Head head{};
    if (!reader.read(0, head)) {
        return describe(reader.path_, "byte 0: this is not a recording, or cut within its first 16 bytes");
    }
    if (const std::string_view problem = detail::find_problem(head); !problem.empty()) {
        return describe(reader.path_, problem);
    }
    return reader;
}

bool RecordingReader::read(std::uint64_t offset, std::span<std::byte> into) const noexcept {
    while (!into.empty()) {
        const ssize_t size = pread(descriptor_, into.data(), into.size(), static_cast<off_t>(offset));
        if (size > 0) {
            into = into.subspan(static_cast<std::size_t>(size));
            offset += static_cast<std::uint64_t>(size);
        } else if (size == 0 || errno != EINTR) {
            return false;
        }
    }
    return true;
}

std::optional<RecordedItem> RecordingReader::next() {
    torn_end_.reset();
    for (;;) {
        at_ = std::max<std::uint64_t>(at_, detail::kHeadBytes);  // behind the file's head
        struct stat status {};
        const std::uint64_t file_size =
            fstat(descriptor_, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
        if (file_size <= at_) {
            return std::nullopt;
        }
        const std::uint64_t left = file_size - at_;
        detail::Head bytes{};
        if (!read(at_, bytes)) {
            torn_end_ = {at_, left, "the head of an item is cut"};
            return std::nullopt;
        }
        const auto head = detail::parse_item_head(bytes);
        if (!head) {
            const std::uint64_t found = find_next_item(at_ + 1, file_size);
            if (found == file_size) {
                torn_end_ = {at_, left, "no item begins here, nor after it"};
                return std::nullopt;
            }
            gaps_.push_back({at_, found - at_, "no item begins here"});
            at_ = found;
            continue;
        }
        const std::uint64_t size = detail::kHeadBytes + head->length;
        if (size > left) {
            torn_end_ = {at_, left, fmt::format("an item of {} bytes is cut", size)};
            return std::nullopt;
        }
        body_.resize(head->length);
        const bool is_read = read(at_ + detail::kHeadBytes, body_);
        const std::uint64_t offset = std::exchange(at_, at_ + size);
        if (!is_read || detail::checksum(body_) != head->body_checksum) {
            gaps_.push_back({offset, size, "the checksum of an item is wrong"});
            continue;
        }
        if (head->kind == RecordingItemKind::End) {
            end_ = detail::decode_end(body_);
        }
        return RecordedItem{head->kind, offset, body_};
    }
}

/// The place of the next head; `file_size` without one.
std::uint64_t RecordingReader::find_next_item(std::uint64_t from, std::uint64_t file_size) {
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    while (file_size - from >= detail::kHeadBytes) {
        body_.resize(std::min<std::uint64_t>(kPiece, file_size - from));
        if (!read(from, body_)) {
            break;
        }
        const std::size_t places = body_.size() - detail::kHeadBytes + 1;
        for (std::size_t i = 0; i < places; ++i) {
            if (detail::parse_item_head(std::span{body_}.subspan(i).first<detail::kHeadBytes>())) {
                return from + i;
            }
        }
        from += places;
    }
    return file_size;
}

}  // namespace micromegas::telemetry::inline MICROMEGAS_ABI
