// Replaces the header of this name that keeps nothing: here the browser's performance panel shows the properties of a
// span with it. Part of the variant micromegas::tracing_devtools.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/property_args.hpp>
#include <micromegas/tracing/detail/property_keys.hpp>
#include <micromegas/tracing/metadata.hpp>
#include <micromegas/tracing/property_value.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// As texts, in their order.
struct SpanPropertyList;

class SpanProperties {
public:
    SpanProperties() noexcept = default;
    ~SpanProperties() {
        if (list_ != nullptr) {
            release();
        }
    }
    SpanProperties(const SpanProperties&) = delete;
    SpanProperties& operator=(const SpanProperties&) = delete;

    template <PropertyKey... Keys, class... Values>
    void keep(const KeyTable& /*keys*/, const KeyedValue<Keys, Values>&... properties) noexcept {
        (keep_one(Keys.view(), properties.value), ...);
    }
    /// Another one, in place of one that has this name.
    void set(std::string_view name, const PropertyValue& value) noexcept;

    [[nodiscard]] const SpanPropertyList* list() const noexcept { return list_; }

private:
    template <class Value>
    void keep_one(std::string_view name, const Value& value) noexcept {
        std::string formatted;
        set(name, typed_value(value, formatted));
    }
    void release() noexcept;

    SpanPropertyList* list_ = nullptr;
};

void end_scope_with(const SpanProperties& properties, const SpanMetadata& scope) noexcept;
void end_named_scope_with(const SpanProperties& properties, const SpanLocation& location,
                          std::string_view name) noexcept;
void end_dynamic_scope_with(const SpanProperties& properties, const SpanLocation& location,
                            std::string_view name) noexcept;
void end_async_scope_with(const SpanProperties& properties, std::uint64_t span_id, std::uint64_t parent_span_id,
                          const SpanMetadata& scope, std::uint32_t depth) noexcept;
void end_async_named_scope_with(const SpanProperties& properties, std::uint64_t span_id, std::uint64_t parent_span_id,
                                const SpanLocation& location, std::string_view name, std::uint32_t depth) noexcept;
void end_async_dynamic_scope_with(const SpanProperties& properties, std::uint64_t span_id, std::uint64_t parent_span_id,
                                  const SpanLocation& location, std::string_view name, std::uint32_t depth) noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
