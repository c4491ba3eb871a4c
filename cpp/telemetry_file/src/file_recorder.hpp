// The recorder of a FileEventSink, from a start to the next shutdown.
#pragma once

#include "delivery.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/telemetry/recording.hpp>
#include <micromegas/telemetry_sink/file_event_sink.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

class FileRecorder final : public Delivery {
public:
    explicit FileRecorder(const FileSinkOptions& options);

    [[nodiscard]] const std::error_code& error() const noexcept { return error_; }
    [[nodiscard]] std::string path() const;
    [[nodiscard]] FileCounts counts() const;
    [[nodiscard]] std::error_code write_error() const;
    [[nodiscard]] bool is_busy() const noexcept;

    void add(const std::shared_ptr<const tracing::EventBlock>& block);

private:
    using Cause = std::uint64_t FileFates::*;

    void run() noexcept override;
    [[nodiscard]] std::optional<TimePoint> stop() noexcept override;
    void describe_process();
    void deliver(const tracing::EventBlock& block, std::unique_lock<std::mutex>& lock);
    void settle(const tracing::EventBlock& block, Cause fate) noexcept;
    void finish(std::unique_lock<std::mutex>& lock);
    void tell_of_losses(std::unique_lock<std::mutex>& lock);

    const FileSinkOptions options_;
    std::error_code error_;

    // Of the thread.
    telemetry::RecordingWriter writer_;
    telemetry::BlockEncoder encoder_;
    std::vector<std::byte> item_;
    bool is_process_described_ = false;

    // With the mutex held.
    std::deque<std::shared_ptr<const tracing::EventBlock>> queue_;
    std::size_t queued_bytes_ = 0;
    FileCounts counts_;
    std::array<std::uint64_t, 4> told_drops_{};
    std::string path_;
    std::error_code write_error_;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
