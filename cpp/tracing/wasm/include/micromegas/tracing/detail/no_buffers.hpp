// Images, buffers, threads, and switches of metrics, which do nothing on wasm.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {

inline void set_metrics_enabled(bool) noexcept {}

inline bool images_enabled() noexcept { return false; }
inline void set_images_enabled(bool) noexcept {}
inline void image(std::string_view, std::string_view, std::span<const std::byte>) noexcept {}

inline void flush_log_buffer() noexcept {}
inline void flush_metrics_buffer() noexcept {}
inline void flush_thread_buffer() noexcept {}
inline void flush_all() noexcept {}
inline DropCounts drop_counts() noexcept { return {}; }
inline void init_thread_stream() noexcept {}
inline void set_thread_name(std::string_view) noexcept {}
inline void unregister_thread_stream() noexcept {}
inline void for_each_thread_stream(void (*)(const EventStream&, void*), void*) {}

}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI
