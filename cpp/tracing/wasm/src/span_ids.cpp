// Not in modules with DEVTOOLS, whose spans are in wasm_devtools.
#include <micromegas/tracing/dispatch.hpp>

#include <atomic>

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {
namespace {

std::uint64_t next_span_id() noexcept {
    static constinit std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace

std::uint64_t on_begin_async_scope(const SpanMetadata&, std::uint64_t, std::uint32_t) noexcept {
    return next_span_id();
}

std::uint64_t on_begin_async_named_scope(const SpanLocation&, std::string_view, std::uint64_t, std::uint32_t) noexcept {
    return next_span_id();
}

std::uint64_t on_begin_async_dynamic_scope(const SpanLocation&, std::string_view, std::uint64_t,
                                           std::uint32_t) noexcept {
    return next_span_id();
}

}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI
