// From the builder of a block to the sink.
#pragma once

#include "call_sink.hpp"
#include "describe_stream.hpp"
#include "record/recording_state.hpp"
#include "record/recording_thread.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/interpolate.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/wire/thread_events.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// The blocks of one pass over the threads' records, by the thread that holds the turn: where each begins and ends, and
/// its stream. Blocks of a stream follow without a gap: one time stamp ends a block and begins the next.
class BlockDelivery {
public:
    BlockDelivery(RecordingState& state, Session& session, bool is_last) noexcept
        : state_(state), session_(session), now_(session.clock.now()), is_last_(is_last) {}

    [[nodiscard]] CollectUpTo up_to() const noexcept { return {.ticks = now_.ticks, .is_everything = is_last_}; }

    /// The end of the last blocks of this pass.
    [[nodiscard]] DualTime end() noexcept { return is_last_ ? session_.clock.now() : now_; }

    /// Of a block, or of a gap between blocks, that ends before this pass.
    [[nodiscard]] DualTime time_at(const StreamProgress& stream, std::int64_t ticks) const noexcept {
        return interpolate(stream.last_end, now_, ticks);
    }

    template <class Builder>
    void hand_over(Builder& builder, StreamProgress& stream, const DualTime& end) {
        const auto block = std::make_shared<EventBlock>();
        block->block_id = Uuid::random();
        block->stream = stream.stream;
        block->begin = stream.last_end;
        block->end = end;
        block->object_offset = stream.object_offset;
        builder.finish(*block);
        remember_shares(stream, *block);
        stream.last_end = end;
        stream.object_offset += block->object_count;
        if (state_.has_ended(session_)) {
            state_.drops.add(DropCause::Shutdown, block->object_count);
        }
        call_sink(state_, session_, [&](EventSink& sink) { sink.on_process_block(block); });
    }

    /// The events that are left in the builder, if any.
    template <class Builder>
    void hand_over_rest(Builder& builder, StreamProgress& stream) {
        if (builder.objects.count() != 0) {
            hand_over(builder, stream, end());
        }
    }

    /// In another session; or with another name, as a stream is introduced once, as soon as no span is open.
    [[nodiscard]] bool needs_new_stream(const ThreadRecorder& thread) const noexcept {
        return thread.session != session_.number ||
               (thread.names_told != thread.names.load(std::memory_order_acquire) && thread.open_spans.is_empty());
    }

    /// Makes the thread's stream, and introduces it to the sink.
    void begin_stream(ThreadRecorder& thread, std::int64_t first_time) {
        thread.session = session_.number;
        thread.names_told = thread.names.load(std::memory_order_acquire);
        thread.open_spans.clear();
        const PropertySet properties{{"thread-id", std::to_string(thread.thread_id)},
                                     {"thread-name", name_of(state_, thread)}};
        thread.stream = {
            .stream = describe_stream<wire::ThreadObjectQueue, wire::ThreadDependencyQueue>(
                *session_.process, StreamKind::Thread, properties),
            .last_end = interpolate({session_.process->start_ticks, session_.process->start_time}, now_, first_time)};
        call_sink(state_, session_, [&](EventSink& sink) { sink.on_init_stream(*thread.stream.stream); });
    }

    StreamProgress& stream_of(ThreadRecorder& thread) {
        if (needs_new_stream(thread)) {
            begin_stream(thread, now_.ticks);
        }
        return thread.stream;
    }

    /// Blocks that follow without a gap are one tree of spans; a gap begins another, in which none is open.
    void leave_gap(ThreadRecorder& thread, std::int64_t time) const noexcept {
        DualTime& begin = thread.stream.last_end;
        const std::int64_t ticks = std::max(time, begin.ticks + 1);
        begin = time_at(thread.stream, ticks);
        begin.ticks = ticks;
        thread.open_spans.clear();
    }

private:
    static void remember_shares(StreamProgress& stream, const EventBlock& block) noexcept {
        constexpr std::size_t kLarge = std::size_t{1} << 20;  // in a small one the metadata of call sites is the most
        const std::size_t dependencies = block.dependencies.size();
        if (const std::size_t bytes = block.objects.size() + dependencies; bytes >= kLarge) {
            stream.dependencies_of_1024 = dependencies / (bytes / 1024);
        }
    }

    RecordingState& state_;
    Session& session_;
    DualTime now_;
    bool is_last_;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
