// What a log macro calls once the filter has let the entry through: formatted at once, as there are no blocks.
#pragma once

#include <micromegas/tracing/dispatch.hpp>

namespace micromegas::tracing::detail {

/// `site`'s format string has been checked against the arguments.
template <class... Args>
inline void log_entry(const LogMetadata& site, Args&&... args) noexcept {
    dispatch::log(site, fmt::make_format_args(args...));
}

template <class... Args>
inline void log_entry_tagged(const LogMetadata& site, const PropertySet& properties, Args&&... args) noexcept {
    dispatch::log_tagged(site, properties, fmt::make_format_args(args...));
}

}  // namespace micromegas::tracing::detail
