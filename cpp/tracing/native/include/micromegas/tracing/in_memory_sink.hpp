// A sink that keeps what was recorded, for tests and for tools that look at their own process.
#pragma once

#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <memory>
#include <mutex>
#include <vector>

namespace micromegas::tracing {

/// Keeps every block, without bound, in the order of arrival. Text at once is not asked for. Any thread may read it;
/// the answers are copies of the lists, the blocks themselves are shared.
class InMemorySink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.blocks = true}; }

    void on_startup(const std::shared_ptr<const ProcessInfo>& process) noexcept override;
    void on_process_log_block(const std::shared_ptr<const LogBlock>& block) noexcept override;
    void on_process_metrics_block(const std::shared_ptr<const MetricsBlock>& block) noexcept override;
    void on_process_thread_block(const std::shared_ptr<const ThreadBlock>& block) noexcept override;
    void on_process_image_block(const std::shared_ptr<const ImageBlock>& block) noexcept override;

    [[nodiscard]] std::shared_ptr<const ProcessInfo> process() const;
    [[nodiscard]] std::vector<std::shared_ptr<const LogBlock>> log_blocks() const;
    [[nodiscard]] std::vector<std::shared_ptr<const MetricsBlock>> metrics_blocks() const;
    [[nodiscard]] std::vector<std::shared_ptr<const ThreadBlock>> thread_blocks() const;
    [[nodiscard]] std::vector<std::shared_ptr<const ImageBlock>> image_blocks() const;
    /// Forgets the blocks.
    void clear();

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const ProcessInfo> process_;
    std::vector<std::shared_ptr<const LogBlock>> log_blocks_;
    std::vector<std::shared_ptr<const MetricsBlock>> metrics_blocks_;
    std::vector<std::shared_ptr<const ThreadBlock>> thread_blocks_;
    std::vector<std::shared_ptr<const ImageBlock>> image_blocks_;
};

}  // namespace micromegas::tracing
