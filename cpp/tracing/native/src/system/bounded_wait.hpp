// Waits that end even if a sink does not return.
#pragma once

#include <micromegas/abi.hpp>

#include <chrono>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// From now on; `kLongestTime` at most.
[[nodiscard]] std::chrono::steady_clock::time_point deadline_after(std::chrono::milliseconds time) noexcept;

/// Calls `work` on a thread of its own, or on this one where there is none to be had. False if it has not returned
/// within `timeout`: it goes on.
[[nodiscard]] bool run_within(std::chrono::milliseconds timeout, void (*work)() noexcept) noexcept;

/// Reports on stderr, since the sink is blocked, that a wait gave up.
void report_timeout(std::string_view action, std::chrono::milliseconds timeout) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
