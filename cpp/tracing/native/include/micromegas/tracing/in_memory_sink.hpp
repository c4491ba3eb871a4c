// A sink that keeps recorded blocks, for tests and for tools that inspect their own process.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <memory>
#include <mutex>
#include <vector>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Keeps every block, without bound, in the order of arrival. It does not ask for text. Any thread may read it; the
/// results are copies of the list, the blocks themselves are shared.
class InMemorySink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.blocks = true}; }

    void on_startup(const std::shared_ptr<const ProcessInfo>& process) noexcept override;
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override;

    [[nodiscard]] std::shared_ptr<const ProcessInfo> process() const;
    /// The blocks of all streams of a kind.
    [[nodiscard]] std::vector<std::shared_ptr<const EventBlock>> blocks(StreamKind kind) const;
    /// Forgets the blocks.
    void clear();

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const ProcessInfo> process_;
    std::vector<std::shared_ptr<const EventBlock>> blocks_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
