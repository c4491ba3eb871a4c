// The last entries that the filter holds back, for the next error.
// Why: docs/decisions/0059-the-router-keeps-a-backtrace.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Whether a backtrace is wanted.
extern constinit std::atomic<bool> g_has_backtrace;

/// Sets the floor of the filter.
void begin_backtrace(const BacktraceOptions& options) noexcept;
/// Drops what is kept.
void end_backtrace() noexcept;

/// Keeps an entry, with its context, that passes no more than the floor.
void hold_back(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
               std::string_view message) noexcept;
/// Before an entry of this level: hands over what is kept, if the level is a trigger.
void bring_backtrace(Level level) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
