#pragma once

#include <micromegas/tracing/dispatch.hpp>

#include <atomic>

namespace micromegas::tracing::detail {

extern std::atomic<bool> g_metrics_enabled;
extern std::atomic<bool> g_cpu_tracing_enabled;

}  // namespace micromegas::tracing::detail

namespace micromegas::tracing::dispatch {

inline bool metrics_enabled() noexcept { return detail::g_metrics_enabled.load(std::memory_order_relaxed); }
inline bool cpu_tracing_enabled() noexcept { return detail::g_cpu_tracing_enabled.load(std::memory_order_relaxed); }

}  // namespace micromegas::tracing::dispatch
