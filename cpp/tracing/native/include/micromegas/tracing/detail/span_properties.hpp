// The properties of a span: its guard keeps them until the span ends, as the record of the end has them.
// Why: docs/decisions/0053-properties-of-a-span-travel-with-its-end.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/deferred_args.hpp>
#include <micromegas/tracing/detail/property_keys.hpp>
#include <micromegas/tracing/metadata.hpp>
#include <micromegas/tracing/property_value.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

class SpanProperties {
public:
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init,modernize-use-equals-default): the bytes stay as they are
    SpanProperties() noexcept {}
    ~SpanProperties() {
        if (elsewhere_ != nullptr) [[unlikely]] {
            release();
        }
    }
    SpanProperties(const SpanProperties&) = delete;
    SpanProperties& operator=(const SpanProperties&) = delete;

    /// Those that the span begins with, if there is memory for them.
    template <PropertyKey... Keys, class... Values>
    [[gnu::always_inline]] void keep(const KeyTable& keys, const KeyedValue<Keys, Values>&... properties) noexcept {
        put_all(keys, defer(properties)...);
    }
    /// Another one, in place of one that has this name.
    void set(std::string_view name, const PropertyValue& value) noexcept;

    /// What a record has of them behind their size (record_types.hpp).
    [[nodiscard]] std::string_view bytes() const noexcept {
        return {reinterpret_cast<const char*>(elsewhere_ != nullptr ? elsewhere_ : inside_.data()), size_};
    }

private:
    // One of 32 characters and two numbers have room in the guard.
    static constexpr std::size_t kBytesInside = 104;

    template <class... Args>
    [[gnu::noinline]] void put_all(const KeyTable& keys, Args... properties) noexcept {
        std::byte* to = make_room(sizeof(&keys) + (size_of_property(properties) + ...));
        if (to != nullptr) [[likely]] {
            to = put(to, &keys);
            ((to = put_property(to, properties)), ...);
        }
    }
    /// For so many bytes in all, of which the first ones stay. Null without memory, and then nothing changes.
    [[nodiscard]] std::byte* make_room(std::size_t size) noexcept {
        if (size <= kBytesInside && elsewhere_ == nullptr) [[likely]] {
            size_ = size;
            return inside_.data();
        }
        return make_room_elsewhere(size);
    }
    [[nodiscard]] std::byte* make_room_elsewhere(std::size_t size) noexcept;
    void release() noexcept;

    std::size_t size_ = 0;
    std::byte* elsewhere_ = nullptr;
    std::array<std::byte, kBytesInside> inside_;
};

// Spans that end with their properties, if they have any. A dynamic name is copied.

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
