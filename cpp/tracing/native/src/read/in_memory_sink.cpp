#include <micromegas/tracing/in_memory_sink.hpp>

#include <algorithm>
#include <iterator>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

void InMemorySink::on_startup(const std::shared_ptr<const ProcessInfo>& process) noexcept {
    const std::lock_guard lock{mutex_};
    process_ = process;
}

void InMemorySink::on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept {
    const std::lock_guard lock{mutex_};
    blocks_.push_back(block);
}

std::shared_ptr<const ProcessInfo> InMemorySink::process() const {
    const std::lock_guard lock{mutex_};
    return process_;
}

std::vector<std::shared_ptr<const EventBlock>> InMemorySink::blocks(StreamKind kind) const {
    const std::lock_guard lock{mutex_};
    std::vector<std::shared_ptr<const EventBlock>> found;
    std::ranges::copy_if(blocks_, std::back_inserter(found),
                         [&](const auto& block) { return block->stream->kind == kind; });
    return found;
}

void InMemorySink::clear() {
    const std::lock_guard lock{mutex_};
    blocks_.clear();
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
