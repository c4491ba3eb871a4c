#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/telemetry/recording.hpp>

#include "recording_format.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace micromegas::telemetry::inline MICROMEGAS_ABI {
namespace {

std::error_code last_error() noexcept { return {errno, std::generic_category()}; }

/// "run.mmrec" as "run.1234.mmrec".
std::string with_process_id(const std::filesystem::path& path) {
    std::filesystem::path named = path;
    named.replace_filename(fmt::format("{}.{}{}", path.stem().string(), getpid(), path.extension().string()));
    return named.string();
}

std::string name_in_folder(const std::filesystem::path& folder) {
    return (folder / fmt::format("{}-{}.mmrec", program_invocation_short_name, getpid())).string();
}

/// Whether the name still stands for the open file.
bool is_at(const struct stat& status, const std::string& path) noexcept {
    struct stat named {};
    return stat(path.c_str(), &named) == 0 && named.st_ino == status.st_ino && named.st_dev == status.st_dev;
}

}  // namespace

RecordingWriter::RecordingWriter(RecordingOptions options)
    : options_(std::move(options)), path_(options_.path), full_at_(options_.max_bytes) {}

RecordingWriter::~RecordingWriter() { close_descriptor(); }

void RecordingWriter::close_descriptor() noexcept {
    if (descriptor_ != -1) {
        static_cast<void>(::close(std::exchange(descriptor_, -1)));
    }
}

std::error_code RecordingWriter::open() {
    constexpr unsigned kMostFiles = 1000;
    if (path_.empty() || options_.max_files == 0 || options_.max_files > kMostFiles) {
        return std::make_error_code(std::errc::invalid_argument);
    }
    std::error_code ignored;
    if (path_.ends_with('/') || std::filesystem::is_directory(path_, ignored)) {
        path_ = name_in_folder(path_);
    }
    std::error_code error = claim();
    if (error == std::errc::operation_would_block) {
        path_ = with_process_id(path_);
        error = claim();
    }
    return error;
}

/// The writer of a file holds a lock on it, which the system releases at the end of the process.
std::error_code RecordingWriter::claim() {
    constexpr int kMostTries = 100;  // others may be at the same names
    for (int i = 0; i < kMostTries; ++i) {
        // Not blocking: a pipe would wait for its reader.
        const int opened = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
        struct stat status {};
        if (opened == -1) {
            return last_error();
        }
        if (flock(opened, LOCK_EX | LOCK_NB) != 0 || fstat(opened, &status) != 0) {
            const std::error_code error = last_error();
            static_cast<void>(::close(opened));
            return error;
        }
        if (!S_ISREG(status.st_mode)) {
            static_cast<void>(::close(opened));
            return std::make_error_code(std::errc::invalid_seek);
        }
        const bool is_ours = is_at(status, path_);
        if (is_ours && status.st_size == 0) {
            descriptor_ = opened;
            size_ = 0;
            return {};
        }
        if (is_ours) {
            rename_files();
        }
        static_cast<void>(::close(opened));
    }
    return std::make_error_code(std::errc::operation_would_block);
}

void RecordingWriter::rename_files() {
    const auto name = [this](unsigned number) { return number == 0 ? path_ : fmt::format("{}.{}", path_, number); };
    for (unsigned number = options_.max_files - 1; number != 0; --number) {
        static_cast<void>(std::rename(name(number - 1).c_str(), name(number).c_str()));
    }
    if (options_.max_files == 1) {
        static_cast<void>(unlink(path_.c_str()));
    }
}

void RecordingWriter::begin_process(const tracing::ProcessInfo& process) {
    process_item_.clear();
    encode_process(process, process_item_);
    has_process_ = false;
    streams_.clear();
}

std::error_code RecordingWriter::write_block(const tracing::EventStream& stream, std::span<const std::byte> item) {
    if (full_at_ != 0 && !streams_.empty() && size_ + item.size() + detail::kHeadBytes > full_at_) {
        begin_next_file();
    }
    const std::error_code error = write_stream(stream);
    return error ? error : append(RecordingItemKind::Block, item);
}

std::error_code RecordingWriter::write_process() { return begin_file(); }

std::error_code RecordingWriter::write_stream(const tracing::EventStream& stream) {
    if (const std::error_code error = begin_file()) {
        return error;
    }
    if (streams_.contains(stream.stream_id.bytes())) {
        return {};
    }
    scratch_.clear();
    encode_stream(stream, scratch_);
    const std::error_code error = append(RecordingItemKind::Stream, scratch_);
    if (!error) {
        streams_.insert(stream.stream_id.bytes());
    }
    return error;
}

std::error_code RecordingWriter::close(const RecordingEnd& end) {
    if (const std::error_code error = begin_file()) {
        return error;
    }
    scratch_.clear();
    detail::encode_end(end, scratch_);
    const std::error_code error = append(RecordingItemKind::End, scratch_);
    close_descriptor();
    return error;
}

std::error_code RecordingWriter::begin_file() {
    if (descriptor_ == -1) {
        return std::make_error_code(std::errc::bad_file_descriptor);
    }
    if (size_ == 0) {
        if (const std::error_code error = append(detail::make_file_head(), {})) {
            return error;
        }
    }
    if (!has_process_) {
        if (const std::error_code error = append(RecordingItemKind::Process, process_item_)) {
            return error;
        }
        has_process_ = true;
    }
    return {};
}

/// Where that fails, the recording goes on in the file that is full.
void RecordingWriter::begin_next_file() {
    rename_files();
    const int before = std::exchange(descriptor_, -1);
    const std::uint64_t size_before = size_;
    const bool has_next = !claim();
    const int next = std::exchange(descriptor_, before);
    size_ = size_before;
    if (!has_next) {
        full_at_ = size_ + options_.max_bytes;
        return;
    }
    scratch_.clear();
    detail::encode_end({.continues = true}, scratch_);
    static_cast<void>(append(RecordingItemKind::End, scratch_));
    static_cast<void>(::close(std::exchange(descriptor_, next)));
    size_ = 0;
    full_at_ = options_.max_bytes;
    has_process_ = false;
    streams_.clear();
}

std::error_code RecordingWriter::append(RecordingItemKind kind, std::span<const std::byte> body) {
    if (body.size() > detail::kMostBodyBytes) {
        return std::make_error_code(std::errc::message_size);
    }
    return append(detail::make_item_head(kind, body), body);
}

std::error_code RecordingWriter::append(std::span<const std::byte> head, std::span<const std::byte> body) {
    std::size_t written = 0;
    while (written < head.size() + body.size()) {
        const auto head_left = head.subspan(std::min(written, head.size()));
        const auto body_left = body.subspan(written - (head.size() - head_left.size()));
        const std::array parts{iovec{const_cast<std::byte*>(head_left.data()), head_left.size()},
                               iovec{const_cast<std::byte*>(body_left.data()), body_left.size()}};
        const ssize_t size =
            pwritev(descriptor_, parts.data(), static_cast<int>(parts.size()), static_cast<off_t>(size_ + written));
        if (size >= 0) {
            written += static_cast<std::size_t>(size);
        } else if (errno != EINTR) {
            const std::error_code error = last_error();
            // A reader must not take the torn item for a whole one. The next item overwrites it anyway.
            static_cast<void>(ftruncate(descriptor_, static_cast<off_t>(size_)));
            return error;
        }
    }
    size_ += written;
    return {};
}

}  // namespace micromegas::telemetry::inline MICROMEGAS_ABI
