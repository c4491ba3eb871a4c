// The filter's part of a call site.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/level.hpp>
#include <micromegas/tracing/metadata.hpp>

#include <atomic>
#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Whether any target may log at this level.
inline bool passes_gate(Level level) noexcept { return allows(max_level(), level); }

inline constexpr unsigned kFilterLevelBits = 3;
inline constexpr std::uint32_t kFilterLevelMask = (1U << kFilterLevelBits) - 1;

/// Lets entries up to this level pass, whatever the filter says. The filter itself stays as it is: a sink that keeps
/// the entries which it holds back asks it.
void set_filter_floor(LevelFilter floor);
/// Whether the filter itself lets an entry pass, without the floor.
[[nodiscard]] bool passes_above_floor(const LogMetadata& site) noexcept;

/// Counts the changes of filter and floor, from 1, so that a zeroed call site is out of date.
extern std::atomic<std::uint32_t> g_filter_generation;

/// Asks the filter and caches the answer in the call site.
[[gnu::cold]] LevelFilter refresh_call_site(const LogMetadata& site) noexcept;

/// The answer of the filter, two relaxed loads where the call site's cached one is current. `site_level` is the site's
/// own; a macro knows it at compile time.
inline bool passes_filter(const LogMetadata& site, Level site_level) noexcept {
    const std::uint32_t state = site.filter_state.load(std::memory_order_relaxed);
    const std::uint32_t generation = g_filter_generation.load(std::memory_order_relaxed);
    // The level that was cached; more than any level if it is of another generation. One comparison refuses.
    const std::uint32_t level = state - (generation << kFilterLevelBits);
    if (level < static_cast<std::uint32_t>(site_level)) {
        return false;
    }
    return level <= kFilterLevelMask || allows(refresh_call_site(site), site_level);
}
inline bool passes_filter(const LogMetadata& site) noexcept { return passes_filter(site, site.level); }

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
