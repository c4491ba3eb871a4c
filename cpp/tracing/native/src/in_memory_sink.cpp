#include <micromegas/tracing/in_memory_sink.hpp>

namespace micromegas::tracing {

void InMemorySink::on_startup(const std::shared_ptr<const ProcessInfo>& process) noexcept {
    const std::lock_guard lock{mutex_};
    process_ = process;
}

void InMemorySink::on_process_log_block(const std::shared_ptr<const LogBlock>& block) noexcept {
    const std::lock_guard lock{mutex_};
    log_blocks_.push_back(block);
}

void InMemorySink::on_process_metrics_block(const std::shared_ptr<const MetricsBlock>& block) noexcept {
    const std::lock_guard lock{mutex_};
    metrics_blocks_.push_back(block);
}

void InMemorySink::on_process_thread_block(const std::shared_ptr<const ThreadBlock>& block) noexcept {
    const std::lock_guard lock{mutex_};
    thread_blocks_.push_back(block);
}

void InMemorySink::on_process_image_block(const std::shared_ptr<const ImageBlock>& block) noexcept {
    const std::lock_guard lock{mutex_};
    image_blocks_.push_back(block);
}

std::shared_ptr<const ProcessInfo> InMemorySink::process() const {
    const std::lock_guard lock{mutex_};
    return process_;
}

std::vector<std::shared_ptr<const LogBlock>> InMemorySink::log_blocks() const {
    const std::lock_guard lock{mutex_};
    return log_blocks_;
}

std::vector<std::shared_ptr<const MetricsBlock>> InMemorySink::metrics_blocks() const {
    const std::lock_guard lock{mutex_};
    return metrics_blocks_;
}

std::vector<std::shared_ptr<const ThreadBlock>> InMemorySink::thread_blocks() const {
    const std::lock_guard lock{mutex_};
    return thread_blocks_;
}

std::vector<std::shared_ptr<const ImageBlock>> InMemorySink::image_blocks() const {
    const std::lock_guard lock{mutex_};
    return image_blocks_;
}

void InMemorySink::clear() {
    const std::lock_guard lock{mutex_};
    log_blocks_.clear();
    metrics_blocks_.clear();
    thread_blocks_.clear();
    image_blocks_.clear();
}

}  // namespace micromegas::tracing
