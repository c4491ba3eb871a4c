// Levels of log entries, thresholds for them, verbosities of metrics and spans, and the gate that every log call reads
// first.
#pragma once

#include <micromegas/abi.hpp>

#include <atomic>
#include <cstdint>
#include <string_view>

/// Calls above this level are removed at compile time: no code, no strings left in the binary.
/// A number, 0 (off) to 6 (trace); define it for a target, e.g. `-DMICROMEGAS_STATIC_MAX_LEVEL=4`.
#ifndef MICROMEGAS_STATIC_MAX_LEVEL
#define MICROMEGAS_STATIC_MAX_LEVEL 6
#endif

/// The same for spans and metrics of an explicit verbosity: a number, 1 (min) to 3 (max).
#ifndef MICROMEGAS_STATIC_MAX_VERBOSITY
#define MICROMEGAS_STATIC_MAX_VERBOSITY 3
#endif

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// How severe a log entry is. The numbers are those of the wire format.
enum class Level : std::uint8_t { Fatal = 1, Error = 2, Warn = 3, Info = 4, Debug = 5, Trace = 6 };

/// The threshold of a filter: it lets a level and everything more severe through; `Off` lets nothing through.
enum class LevelFilter : std::uint8_t { Off = 0, Fatal = 1, Error = 2, Warn = 3, Info = 4, Debug = 5, Trace = 6 };

/// How much detail a metric or span is about. The numbers are those of the wire format.
enum class Verbosity : std::uint8_t { Min = 1, Med = 2, Max = 3 };

[[nodiscard]] constexpr bool allows(LevelFilter filter, Level level) noexcept {
    return static_cast<std::uint8_t>(level) <= static_cast<std::uint8_t>(filter);
}

[[nodiscard]] constexpr bool allows(Verbosity most, Verbosity verbosity) noexcept { return verbosity <= most; }

/// Internal linkage: translation units may be compiled with different ones.
constexpr Verbosity kStaticMaxVerbosity = static_cast<Verbosity>(MICROMEGAS_STATIC_MAX_VERBOSITY);
static_assert(MICROMEGAS_STATIC_MAX_VERBOSITY >= 1 && MICROMEGAS_STATIC_MAX_VERBOSITY <= 3,
              "MICROMEGAS_STATIC_MAX_VERBOSITY must be 1 (min), 2 (med) or 3 (max)");
constexpr LevelFilter kStaticMaxLevel = static_cast<LevelFilter>(MICROMEGAS_STATIC_MAX_LEVEL);
static_assert(
    MICROMEGAS_STATIC_MAX_LEVEL >= 0 && MICROMEGAS_STATIC_MAX_LEVEL <= 6,
    "MICROMEGAS_STATIC_MAX_LEVEL must be 0 (off), 1 (fatal), 2 (error), 3 (warn), 4 (info), 5 (debug) or 6 (trace)");

/// The lower-case name: "fatal", "error", "warn", "info", "debug", "trace".
[[nodiscard]] std::string_view to_string(Level level) noexcept;
/// The same six names, and "off".
[[nodiscard]] std::string_view to_string(LevelFilter filter) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN
extern std::atomic<LevelFilter> g_max_level;
MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The most verbose level that any target may log at now; `Off` after shutdown and, unless a WebAssembly module keeps
/// early entries, before initialisation.
/// This is the first thing that a log call reads: one relaxed load. Any thread.
[[nodiscard]] inline LevelFilter max_level() noexcept { return detail::g_max_level.load(std::memory_order_relaxed); }

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
