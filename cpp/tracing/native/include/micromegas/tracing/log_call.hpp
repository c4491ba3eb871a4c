// What a log macro calls once the filter has let the entry through.
#pragma once

#include <micromegas/tracing/deferred_args.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/gates.hpp>
#include <micromegas/tracing/record_properties.hpp>
#include <micromegas/tracing/record_types.hpp>
#include <micromegas/tracing/recording.hpp>

#include <tuple>

namespace micromegas::tracing::detail {

/// What follows the arguments of a deferred call.
struct NoProperties {
    static constexpr LogRecord kRecord = LogRecord::Deferred;

    static constexpr std::size_t size() noexcept { return 0; }
    static std::byte* write(std::byte* to) noexcept { return to; }
};

struct CopiedProperties {
    static constexpr LogRecord kRecord = LogRecord::DeferredTagged;

    std::span<const Property> properties;

    [[nodiscard]] std::size_t size() const noexcept { return size_of_properties(properties); }
    std::byte* write(std::byte* to) const noexcept { return put_properties(to, properties); }
};

template <class Properties, class... Args>
[[gnu::always_inline]] inline void record_deferred(const LogMetadata& site, const Properties& properties,
                                                   const Args&... args) noexcept {
    const std::tuple<DeferredArg<Args>...> deferred{defer<Args>(args)...};
    constexpr FormatDeferred kFormat = &format_deferred<DeferredArg<Args>...>;
    std::apply(
        [&](const auto&... arg) {
            const std::size_t size =
                1 + sizeof(&site) + kFieldSize<TimeStamp> + sizeof kFormat + (arg.size() + ... + properties.size());
            record<QueueKind::Logs>(size, [&](std::byte* slot) {
                slot = put(put(put(put(slot, Properties::kRecord), &site), TimeStamp{}), kFormat);
                ((slot = arg.write(slot)), ...);
                properties.write(slot);
            });
        },
        deferred);
}

/// Refuses a format string that does not fit the arguments, at compile time.
template <class... Args>
using CheckedFormat = fmt::format_string<Args...>;

template <class Format, class... Args>
[[gnu::always_inline]] inline void log_entry(const LogMetadata& site, const Format&, Args&&... args) noexcept {
    // An entry that some sink wants as text at once is formatted here, and then recorded as text.
    const bool is_wanted_at_once = allows(g_gates.text_level.load(std::memory_order_relaxed), site.level);
    if constexpr ((kIsDeferrable<Args> && ...)) {
        if (!is_wanted_at_once) [[likely]] {
            if constexpr (sizeof...(Args) == 0) {
                if (site.message_is_literal) {
                    record_fields<QueueKind::Logs>(LogRecord::Literal, &site, TimeStamp{});
                    return;
                }
            }
            record_deferred<NoProperties, std::remove_reference_t<Args>...>(site, {}, args...);
            return;
        }
    }
    dispatch::log(site, fmt::make_format_args(args...));
}

template <class Format, class... Args>
[[gnu::always_inline]] inline void log_entry_tagged(const LogMetadata& site, const PropertySet& properties,
                                                    const Format&, Args&&... args) noexcept {
    const bool is_wanted_at_once = allows(g_gates.text_level.load(std::memory_order_relaxed), site.level);
    if constexpr ((kIsDeferrable<Args> && ...)) {
        if (!is_wanted_at_once) [[likely]] {
            record_deferred<CopiedProperties, std::remove_reference_t<Args>...>(site, {properties.properties()},
                                                                                args...);
            return;
        }
    }
    dispatch::log_tagged(site, properties, fmt::make_format_args(args...));
}

}  // namespace micromegas::tracing::detail
