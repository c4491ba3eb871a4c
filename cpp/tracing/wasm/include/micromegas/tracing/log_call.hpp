// What a log macro calls once the filter has let the entry through: formatted at once, as there are no blocks.
#pragma once

#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/wide_number.hpp>

namespace micromegas::tracing::detail {

/// Formats what has no wide number in it. Defined apart from `dispatch::log`, which brings the code for every type.
void log_narrow(const LogMetadata& site, std::span<const Property> properties, fmt::format_args args) noexcept;

template <class... Args>
inline void log_arguments(const LogMetadata& site, std::span<const Property> properties, Args&&... args) noexcept {
    log_narrow(site, properties, fmt::make_format_args(args...));
}

/// `site`'s format string has been checked against the arguments.
template <class... Args>
inline void log_entry(const LogMetadata& site, Args&&... args) noexcept {
    if constexpr ((kIsNarrowArgument<Args> && ...)) {
        log_arguments(site, {}, to_narrow_argument(args)...);
    } else {
        dispatch::log(site, fmt::make_format_args(args...));
    }
}

template <class... Args>
inline void log_entry_tagged(const LogMetadata& site, const PropertySet& properties, Args&&... args) noexcept {
    if constexpr ((kIsNarrowArgument<Args> && ...)) {
        log_arguments(site, properties.properties(), to_narrow_argument(args)...);
    } else {
        dispatch::log_tagged(site, properties, fmt::make_format_args(args...));
    }
}

}  // namespace micromegas::tracing::detail
