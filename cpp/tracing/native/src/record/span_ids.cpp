#include <micromegas/tracing/dispatch.hpp>

#include "inside_sink.hpp"
#include "recording_thread.hpp"

#include <micromegas/tracing/detail/gates.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constinit thread_local AsyncContext t_async_context{};

namespace {

constexpr std::uint64_t kSpanIdsAtATime = 1 << 16;

constinit std::atomic<std::uint64_t> g_last_span_id{0};

}  // namespace

std::uint64_t next_span_id_slowly() noexcept {
    if (is_inside_sink() || g_gates.session.load(std::memory_order_relaxed) == 0) {
        return g_last_span_id.fetch_add(1, std::memory_order_relaxed) + 1;
    }
    ThreadRecorder* const own = t_recorder == &g_busy_recorder ? nullptr : own_recorder();
    if (own == nullptr) {
        return g_last_span_id.fetch_add(1, std::memory_order_relaxed) + 1;
    }
    if (own->last_span_id == own->end_of_span_ids) {
        own->last_span_id = g_last_span_id.fetch_add(kSpanIdsAtATime, std::memory_order_relaxed);
        own->end_of_span_ids = own->last_span_id + kSpanIdsAtATime;
    }
    return ++own->last_span_id;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
