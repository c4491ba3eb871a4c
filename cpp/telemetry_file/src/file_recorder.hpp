// The recorder of a FileEventSink, from a start to the next shutdown.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/telemetry/recording.hpp>
#include <micromegas/telemetry_sink/file_event_sink.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <vector>

#include <pthread.h>
#include <sys/types.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

class FileRecorder {
public:
    explicit FileRecorder(const FileSinkOptions& options);

    [[nodiscard]] const std::error_code& error() const noexcept { return error_; }
    [[nodiscard]] bool is_of_this_process() const noexcept;
    [[nodiscard]] bool has_begun() const noexcept { return process_ != nullptr; }
    [[nodiscard]] std::string path() const;
    [[nodiscard]] FileCounts counts() const;
    [[nodiscard]] std::error_code write_error() const;
    [[nodiscard]] bool is_busy() const noexcept;

    /// Starts the thread, which shares `self`.
    void begin(const std::shared_ptr<FileRecorder>& self, const std::shared_ptr<const tracing::ProcessInfo>& process);
    void add(const std::shared_ptr<const tracing::EventBlock>& block);
    /// Waits until everything is written or given up, and the thread is gone.
    void end() noexcept;

private:
    using Cause = std::uint64_t FileFates::*;

    void run() noexcept;
    void deliver(const tracing::EventBlock& block, std::unique_lock<std::mutex>& lock);
    void settle(const tracing::EventBlock& block, Cause fate) noexcept;
    void finish(std::unique_lock<std::mutex>& lock);
    void tell_of_losses(std::unique_lock<std::mutex>& lock);

    const FileSinkOptions options_;
    const pid_t pid_;
    std::error_code error_;
    std::shared_ptr<const tracing::ProcessInfo> process_;
    pthread_t thread_{};
    bool has_thread_ = false;

    // Of the thread.
    telemetry::RecordingWriter writer_;
    telemetry::BlockEncoder encoder_;
    std::vector<std::byte> item_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<const tracing::EventBlock>> queue_;
    std::size_t queued_bytes_ = 0;
    FileCounts counts_;
    std::array<std::uint64_t, 4> told_drops_{};
    std::string path_;
    std::error_code write_error_;
    bool is_stopping_ = false;
    bool has_ended_ = false;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
