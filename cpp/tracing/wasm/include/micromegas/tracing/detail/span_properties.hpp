// The properties of a span: there are no spans on wasm, so nothing is kept. micromegas::tracing_devtools has another
// header of this name.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/property_args.hpp>
#include <micromegas/tracing/detail/property_keys.hpp>
#include <micromegas/tracing/metadata.hpp>
#include <micromegas/tracing/property_value.hpp>

#include <cstdint>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

class SpanProperties {
public:
    template <PropertyKey... Keys, class... Values>
    static void keep(const KeyTable&, const KeyedValue<Keys, Values>&...) noexcept {}
    static void set(std::string_view, const PropertyValue&) noexcept {}
};

inline void end_scope_with(const SpanProperties&, const SpanMetadata&) noexcept {}
inline void end_named_scope_with(const SpanProperties&, const SpanLocation&, std::string_view) noexcept {}
inline void end_dynamic_scope_with(const SpanProperties&, const SpanLocation&, std::string_view) noexcept {}
inline void end_async_scope_with(const SpanProperties&, std::uint64_t, std::uint64_t, const SpanMetadata&,
                                 std::uint32_t) noexcept {}
inline void end_async_named_scope_with(const SpanProperties&, std::uint64_t, std::uint64_t, const SpanLocation&,
                                       std::string_view, std::uint32_t) noexcept {}
inline void end_async_dynamic_scope_with(const SpanProperties&, std::uint64_t, std::uint64_t, const SpanLocation&,
                                         std::string_view, std::uint32_t) noexcept {}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
