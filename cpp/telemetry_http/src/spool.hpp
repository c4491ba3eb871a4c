// A folder that keeps what a server does not take. Each process writes a recording of its own, "<process id>.mmrec",
// and holds its lock. Why: docs/decisions/0042-a-spool-is-a-folder-of-recordings.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry/recording.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/process_info.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

/// The error of a spool's folder, which is made where it is missing; empty if there is none.
[[nodiscard]] std::string find_spool_problem(const std::string& folder);

/// The recordings in it, whoever writes them; the oldest first.
[[nodiscard]] std::vector<std::string> list_spool(const std::string& folder);

/// Of one process and thread. The file is made when there is something for it.
class Spool {
public:
    /// An empty `folder`: there is none. The folder does not become larger than `most_bytes`; 0: no limit.
    Spool(std::string folder, std::uint64_t most_bytes) : folder_(std::move(folder)), most_bytes_(most_bytes) {}

    [[nodiscard]] bool is_set() const noexcept { return !folder_.empty(); }
    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }
    /// Empty as long as there is no file.
    [[nodiscard]] std::string path() const { return writer_ ? writer_->path() : std::string{}; }

    /// A process before its blocks. On an error the file ends with the last whole item.
    [[nodiscard]] std::error_code write_process(const tracing::ProcessInfo& process);
    [[nodiscard]] std::error_code write_stream(const tracing::ProcessInfo& process, const tracing::EventStream& stream);
    [[nodiscard]] std::error_code write_block(const tracing::ProcessInfo& process, const tracing::EventStream& stream,
                                              std::span<const std::byte> item);
    [[nodiscard]] std::error_code close(const telemetry::RecordingEnd& end);

private:
    [[nodiscard]] std::error_code open(const tracing::ProcessInfo& process, std::size_t more);

    std::string folder_;
    std::uint64_t most_bytes_;
    std::uint64_t of_others_ = 0;  ///< Bytes in the folder when the file was made.
    std::optional<telemetry::RecordingWriter> writer_;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
