#include "recorded_requests.hpp"

#include "recording_progress.hpp"

#include <micromegas/telemetry/span_properties.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

using telemetry::DecodeError;
using telemetry::RecordingItemKind;
using tracing::StreamKind;

StreamKind kind_of(const std::vector<std::string>& tags) noexcept {
    const auto has = [&](std::string_view tag) { return std::ranges::find(tags, tag) != tags.end(); };
    return has("log")       ? StreamKind::Log
           : has("metrics") ? StreamKind::Metrics
           : has("image")   ? StreamKind::Image
                            : StreamKind::Thread;
}

std::uint64_t size_of(const std::string& path) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    return error ? 0 : size;
}

/// The lock of a file, as its writer holds it.
class FileLock {
public:
    explicit FileLock(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
        struct stat opened {};
        struct stat named {};
        // Whoever had the lock before may have deleted the file.
        is_held_ = descriptor_ != -1 && flock(descriptor_, LOCK_EX | LOCK_NB) == 0 &&
                   fstat(descriptor_, &opened) == 0 && stat(path.c_str(), &named) == 0 &&
                   opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
    }
    ~FileLock() {
        if (descriptor_ != -1) {
            static_cast<void>(close(descriptor_));
        }
    }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    /// False also where there is no file.
    [[nodiscard]] bool is_held() const noexcept { return is_held_; }
    [[nodiscard]] bool is_open() const noexcept { return descriptor_ != -1; }

private:
    int descriptor_;
    bool is_held_ = false;
};

}  // namespace

struct RecordedRequests::File {
    File(const std::string& path, const std::string& server) : lock(path), progress(path, server) {}

    FileLock lock;
    RecordingProgress progress;
    std::optional<telemetry::RecordingReader> reader;
    std::uint64_t accepted_to = 0;
    struct Stream {
        StreamKind kind{};
        std::vector<transit::UserDefinedType> dependencies_metadata;
        std::vector<transit::UserDefinedType> objects_metadata;
    };
    std::map<tracing::Uuid::Bytes, Stream> streams;

    void add(telemetry::StreamItem stream) {
        streams[stream.stream_id.bytes()] = {kind_of(stream.tags), std::move(stream.dependencies_metadata),
                                             std::move(stream.objects_metadata)};
    }
    /// Null for one that the file does not have.
    [[nodiscard]] const Stream* stream_of(const telemetry::BlockHeader& block) const {
        const auto found = streams.find(block.stream_id.bytes());
        return found != streams.end() ? &found->second : nullptr;
    }
};

RecordedRequests::RecordedRequests(std::vector<std::string> files, Source source, std::string server,
                                   bool span_properties)
    : files_(files.begin(), files.end()),
      source_(source),
      server_(std::move(server)),
      span_properties_(span_properties) {
    for (const std::string& file : files) {
        counts_.bytes_left += size_of(file);
    }
}

RecordedRequests::~RecordedRequests() { leave_file(); }

bool RecordedRequests::open_next() {
    while (!file_ && !files_.empty()) {
        const std::string path = std::exchange(files_.front(), {});
        files_.pop_front();
        auto file = std::make_unique<File>(path, server_);
        if (!file->lock.is_held()) {
            if (source_ == Source::Files) {
                fail(file->lock.is_open()
                         ? path + ": its program still writes it, or somebody sends it"
                         : fmt::format("{}: cannot be opened: {}", path, std::generic_category().message(errno)));
                return false;
            }
            continue;
        }
        auto opened = telemetry::RecordingReader::open(path);
        if (auto* const problem = std::get_if<std::string>(&opened)) {
            skip(*problem);
            continue;
        }
        file->reader.emplace(std::move(*std::get_if<telemetry::RecordingReader>(&opened)));
        file_ = std::move(file);
        resume();
    }
    return file_ != nullptr;
}

/// Behind the last item that is accepted already; from the beginning, where that is not in this file.
void RecordedRequests::resume() {
    const auto last = file_->progress.read();
    if (!last) {
        return;
    }
    while (const auto item = file_->reader->next()) {
        if (item->kind == RecordingItemKind::Stream) {
            auto stream = telemetry::decode_stream(item->body);
            if (auto* const known = std::get_if<telemetry::StreamItem>(&stream)) {
                file_->add(std::move(*known));
            }
        } else if (item->kind == RecordingItemKind::Block) {
            const auto block = decoder_.decode(item->body);
            const auto* const known = std::get_if<telemetry::BlockItem>(&block);
            if (known != nullptr && known->header.block_id.to_string() == *last) {
                file_->accepted_to = item->offset + item->body.size();
                counts_.bytes += file_->accepted_to;
                return;
            }
        }
    }
    auto again = telemetry::RecordingReader::open(file_->reader->path());
    if (auto* const reader = std::get_if<telemetry::RecordingReader>(&again)) {
        file_->reader.emplace(std::move(*reader));
    }
}

std::optional<Request> RecordedRequests::next(std::size_t most_in_flight) {
    if (not_accepted_ >= most_in_flight) {
        return std::nullopt;
    }
    while (open_next()) {
        if (auto request = read()) {
            return request;
        }
        if (file_ && !in_flight_.empty()) {
            return std::nullopt;
        }
        if (file_) {
            close_file();
        }
    }
    return std::nullopt;
}

std::optional<Request> RecordedRequests::read() {
    while (const auto recorded = file_->reader->next()) {
        if (recorded->kind != RecordingItemKind::End) {
            return make_request(*recorded);
        }
    }
    return std::nullopt;
}

std::optional<Request> RecordedRequests::make_request(const telemetry::RecordedItem& recorded) {
    Request request;
    Item item{.number = ++last_number_,
              .offset = recorded.offset,
              .end = recorded.offset + recorded.body.size(),
              .block_id = {},
              .events = 0,
              .is_accepted = false};
    std::string problem;
    switch (recorded.kind) {
        case RecordingItemKind::Process: {
            request.item = ItemKind::Process;
            const auto decoded = telemetry::decode_process(recorded.body);
            if (const auto* const error = std::get_if<DecodeError>(&decoded)) {
                problem = error->message;
            }
            break;
        }
        case RecordingItemKind::Stream: {
            request.item = ItemKind::Stream;
            auto decoded = telemetry::decode_stream(recorded.body);
            if (const auto* const error = std::get_if<DecodeError>(&decoded)) {
                problem = error->message;
            } else {
                file_->add(std::move(*std::get_if<telemetry::StreamItem>(&decoded)));
            }
            break;
        }
        case RecordingItemKind::Block: {
            const auto decoded = decoder_.decode(recorded.body);
            if (const auto* const error = std::get_if<DecodeError>(&decoded)) {
                problem = error->message;
            } else {
                const auto& block = *std::get_if<telemetry::BlockItem>(&decoded);
                const File::Stream* const stream = file_->stream_of(block.header);
                request.kind = stream != nullptr ? stream->kind : StreamKind::Thread;
                request.priority = priority_of(request.kind);
                request.events = block.header.object_count;
                item.block_id = block.header.block_id.to_string();
                item.events = block.header.object_count;
                problem = leave_out_span_properties(block, request);
            }
            break;
        }
        case RecordingItemKind::End:
            break;
    }
    if (!problem.empty()) {
        skip(fmt::format("{}, byte {}: {}", file_->reader->path(), recorded.offset, problem));
        return std::nullopt;
    }
    if (request.body.empty()) {
        request.body.assign(recorded.body.begin(), recorded.body.end());
    }
    request.recorded = item.number;
    in_flight_.push_back(std::move(item));
    ++not_accepted_;
    return request;
}

/// Where the server does not know them, the request gets another body than the recorded one. Returns what is wrong.
std::string RecordedRequests::leave_out_span_properties(const telemetry::BlockItem& block, Request& request) {
    const File::Stream* const stream = file_->stream_of(block.header);
    if (span_properties_ || stream == nullptr || stream->kind != StreamKind::Thread) {
        return {};
    }
    const auto plain = telemetry::without_span_properties({.dependencies_metadata = stream->dependencies_metadata,
                                                           .objects_metadata = stream->objects_metadata,
                                                           .dependencies = block.dependencies,
                                                           .objects = block.objects});
    return plain && encoder_.encode(block.header, plain->dependencies, plain->objects, request.body)
               ? "no memory for the block without properties of spans"
               : std::string{};
}

void RecordedRequests::accepted(const Request& request) {
    const auto found = std::ranges::find(in_flight_, request.recorded, &Item::number);
    if (found == in_flight_.end()) {
        return;  // its file was left
    }
    found->is_accepted = true;
    --not_accepted_;
    while (!in_flight_.empty() && in_flight_.front().is_accepted) {
        const Item& first = in_flight_.front();
        counts_.bytes += first.end - std::exchange(file_->accepted_to, first.end);
        if (!first.block_id.empty()) {
            ++counts_.blocks;
            counts_.events += first.events;
            file_->progress.advance(first.block_id);
        }
        in_flight_.pop_front();
    }
}

void RecordedRequests::failed(const Request& request, const std::string& reason) {
    const auto found = std::ranges::find(in_flight_, request.recorded, &Item::number);
    if (found != in_flight_.end()) {
        fail(fmt::format("{}, byte {}: {}", file_->reader->path(), found->offset, reason));
    }
}

/// All of it is accepted.
void RecordedRequests::close_file() {
    const std::string path = file_->reader->path();
    for (const telemetry::RecordingGap& gap : file_->reader->gaps()) {
        notes_.push_back(
            fmt::format("{}, byte {}: {}; {} bytes cannot be sent", path, gap.offset, gap.reason, gap.bytes));
    }
    if (const auto& torn = file_->reader->torn_end()) {
        notes_.push_back(fmt::format("{}, byte {}: {}; its last {} bytes cannot be sent", path, torn->offset,
                                     torn->reason, torn->bytes));
    }
    ++counts_.files;
    file_->progress.remove();
    if (source_ == Source::Spool) {
        static_cast<void>(unlink(path.c_str()));  // with the lock held
    }
    file_.reset();
}

void RecordedRequests::leave_file() {
    if (file_) {
        file_->progress.write();
        file_.reset();
    }
    in_flight_.clear();
    not_accepted_ = 0;
}

/// A file that nobody can send; the next start of a program finds it, too, so that others do not wait for it.
void RecordedRequests::skip(const std::string& problem) {
    if (source_ == Source::Spool) {
        notes_.push_back(problem);
        leave_file();
    } else {
        fail(problem);
    }
}

void RecordedRequests::fail(const std::string& problem) {
    if (problem_.empty()) {
        problem_ = problem;
    }
    leave_file();
    files_.clear();
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
