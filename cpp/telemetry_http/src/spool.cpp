#include "spool.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".mmrec";

}  // namespace

std::string find_spool_problem(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error && !fs::is_directory(folder, error)) {
        error = std::make_error_code(std::errc::not_a_directory);
    }
    if (!error && access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
        error = {errno, std::generic_category()};
    }
    return error ? fmt::format(
                       "TelemetryOptions::http.spool is \"{}\", which is no folder that this program can write to: {}",
                       folder, error.message())
                 : std::string{};
}

std::vector<std::string> list_spool(const std::string& folder) {
    std::vector<std::pair<fs::file_time_type, std::string>> found;
    std::error_code error;
    for (fs::directory_iterator at{folder, error}; !error && at != fs::directory_iterator{}; at.increment(error)) {
        std::error_code of_file;
        const fs::file_time_type time = fs::last_write_time(at->path(), of_file);
        if (!of_file && at->path().extension() == kEnding) {
            found.emplace_back(time, at->path().string());
        }
    }
    std::ranges::sort(found);
    std::vector<std::string> paths;
    paths.reserve(found.size());
    for (auto& [time, path] : found) {
        paths.push_back(std::move(path));
    }
    return paths;
}

std::error_code Spool::open(const tracing::ProcessInfo& process, std::size_t more) {
    if (!writer_) {
        for (const std::string& path : list_spool(folder_)) {
            std::error_code is_gone;
            const std::uintmax_t size = fs::file_size(path, is_gone);
            of_others_ += is_gone ? 0 : size;
        }
        const fs::path path = fs::path{folder_} / (process.process_id.to_string() + std::string{kEnding});
        writer_.emplace(telemetry::RecordingOptions{.path = path.string(), .max_bytes = 0});
        if (const std::error_code error = writer_->open()) {
            writer_.reset();
            of_others_ = 0;
            return error;
        }
        writer_->begin_process(process);
    }
    return most_bytes_ != 0 && of_others_ + writer_->size() + more > most_bytes_
               ? std::make_error_code(std::errc::file_too_large)
               : std::error_code{};
}

std::error_code Spool::write_process(const tracing::ProcessInfo& process) {
    const std::error_code error = open(process, 0);
    return error ? error : writer_->write_process();
}

std::error_code Spool::write_stream(const tracing::ProcessInfo& process, const tracing::EventStream& stream) {
    const std::error_code error = open(process, 0);
    return error ? error : writer_->write_stream(stream);
}

std::error_code Spool::write_block(const tracing::ProcessInfo& process, const tracing::EventStream& stream,
                                   std::span<const std::byte> item) {
    const std::error_code error = open(process, item.size());
    return error ? error : writer_->write_block(stream, item);
}

std::error_code Spool::close(const telemetry::RecordingEnd& end) {
    return writer_ ? writer_->close(end) : std::error_code{};
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
