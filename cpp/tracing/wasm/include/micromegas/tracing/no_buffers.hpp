// What wasm never records: async spans, images, buffers and threads.
#pragma once

#include <micromegas/tracing/dispatch.hpp>

namespace micromegas::tracing::detail {

constexpr AsyncContext thread_async_context() noexcept { return {}; }
constexpr void set_thread_async_context(const AsyncContext&) noexcept {}

}  // namespace micromegas::tracing::detail

namespace micromegas::tracing::dispatch {

inline void on_end_async_scope(std::uint64_t, std::uint64_t, const SpanMetadata&, std::uint32_t) noexcept {}
inline void on_end_async_named_scope(std::uint64_t, std::uint64_t, const SpanLocation&, std::string_view,
                                     std::uint32_t) noexcept {}

inline void image(std::string_view, std::string_view, std::span<const std::byte>) noexcept {}

inline void flush_log_buffer() noexcept {}
inline void flush_metrics_buffer() noexcept {}
inline void flush_thread_buffer() noexcept {}
inline void flush_all() noexcept {}
inline std::uint64_t dropped_events() noexcept { return 0; }
inline void init_thread_stream() noexcept {}
inline void unregister_thread_stream() noexcept {}
inline void for_each_thread_stream(void (*)(const ThreadStream&, void*), void*) {}
inline void force_uninit() noexcept {}

}  // namespace micromegas::tracing::dispatch
