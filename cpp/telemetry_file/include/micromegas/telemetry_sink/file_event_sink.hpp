// Records into a file, which the `micromegas` command reads. Component micromegas::telemetry_file.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry/recording.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <system_error>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN
class FileRecorder;
MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct FileSinkOptions {
    telemetry::RecordingOptions recording;
    /// Blocks that wait to be written, since the disk is slow or full. Spans and images may take half of it; blocks
    /// beyond it are dropped, and counted.
    std::size_t max_queue_bytes = std::size_t{128} << 20;
    int compression_level = 1;  ///< Of LZ4, from 1 (fast) to 12.
};

/// The outcome of blocks, or of the events in them. Each one that the sink was given is counted in one of these.
struct FileFates {
    std::uint64_t waiting = 0;
    std::uint64_t delivered = 0;     ///< Written.
    std::uint64_t queue_full = 0;    ///< Dropped, as `max_queue_bytes` was used up.
    std::uint64_t write_failed = 0;  ///< Dropped, as they could not be written, also not at the end.
    std::uint64_t memory = 0;        ///< Dropped, as the system gave no memory or no thread.

    [[nodiscard]] constexpr std::uint64_t dropped() const noexcept { return queue_full + write_failed + memory; }
    friend bool operator==(const FileFates&, const FileFates&) = default;
};

struct FileCounts {
    FileFates blocks;
    FileFates events;
    /// Of `events.dropped()`, by `tracing::StreamKind`.
    std::array<std::uint64_t, 4> dropped_events_by_kind{};
};

/// Asks for blocks; compresses and writes them on a thread of its own. Neither the recording threads nor the collector
/// wait for the disk.
///
/// While the disk is full blocks wait, and are written when there is room again. Errors are logged under
/// "micromegas.telemetry", and losses are metrics, "telemetry_dropped_logs", "…_metrics", "…_traces", "…_images";
/// losses at the very end are reported on standard error. In the child of a fork it does nothing until tracing is
/// initialised with it there; then it begins a file of its own.
class FileEventSink final : public tracing::NullEventSink {
public:
    explicit FileEventSink(FileSinkOptions options);
    ~FileEventSink() override;
    FileEventSink(const FileEventSink&) = delete;
    FileEventSink& operator=(const FileEventSink&) = delete;

    /// Set if the file cannot be made; the sink then asks for nothing.
    [[nodiscard]] std::error_code error() const noexcept;
    /// The file that is written.
    [[nodiscard]] std::string path() const;
    [[nodiscard]] FileCounts counts() const;
    /// Set while blocks wait because they cannot be written.
    [[nodiscard]] std::error_code write_error() const;

    [[nodiscard]] tracing::SinkInterest interest() const noexcept override;
    void on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept override;
    void on_process_block(const std::shared_ptr<const tracing::EventBlock>& block) noexcept override;
    /// Writes the waiting blocks.
    void on_shutdown() noexcept override;
    [[nodiscard]] bool is_busy() const noexcept override;

private:
    FileSinkOptions options_;
    std::shared_ptr<detail::FileRecorder> recorder_;  // with its thread, which may be the last
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
