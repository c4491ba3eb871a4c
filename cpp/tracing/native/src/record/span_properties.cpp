#include <micromegas/tracing/detail/span_properties.hpp>

#include "records.hpp"

#include <micromegas/tracing/calls.hpp>

#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// The fields of a name in a record.
struct NoName {
    [[nodiscard]] static std::size_t size() noexcept { return 0; }
    static std::byte* write(std::byte* to) noexcept { return to; }
};
struct NameThatStays {
    std::string_view name;

    [[nodiscard]] static std::size_t size() noexcept { return kFieldSize<std::string_view>; }
    std::byte* write(std::byte* to) const noexcept { return put(to, name); }
};
struct CopiedName {
    std::string_view name;

    [[nodiscard]] std::size_t size() const noexcept { return size_of_text(name); }
    std::byte* write(std::byte* to) const noexcept { return put_text(to, name); }
};

template <class Site, class Name, class... Fields>
void record_end(SpanRecordType type, const SpanProperties& properties, const Site& site, const Name& name,
                Fields... fields) noexcept {
    const std::string_view bytes = properties.bytes();
    const std::size_t size = sizeof type + sizeof(&site) + name.size() + size_of_text(bytes) +
                             (kFieldSize<Fields> + ... + kFieldSize<TimeStamp>);
    record<QueueKind::Spans>(size, [&](std::byte* slot) {
        slot = put_text(name.write(put(put(slot, type), &site)), bytes);
        ((slot = put(slot, fields)), ...);
        put(slot, TimeStamp{});
    });
}

}  // namespace

std::byte* SpanProperties::make_room_elsewhere(std::size_t size) noexcept {
    auto* const place = new (std::nothrow) std::byte[size];
    if (place != nullptr) {
        std::memcpy(place, bytes().data(), std::min(size, size_));
        release();
        elsewhere_ = place;
        size_ = size;
    }
    return place;
}

void SpanProperties::release() noexcept { delete[] elsewhere_; }

void SpanProperties::set(std::string_view name, const PropertyValue& value) noexcept {
    const std::string before{bytes()};
    std::vector<PropertyView> all;
    PropertyBytes{before}.for_each([&](std::string_view other, const PropertyValue& of_other) {
        if (!is_same_key(other, name)) {
            all.push_back({other, of_other});
        }
    });
    all.push_back({name, value});
    constexpr const KeyTable* kNoKeys = nullptr;
    if (std::byte* const to = make_room(sizeof kNoKeys + size_of_named(all)); to != nullptr) {
        put_named(put(to, kNoKeys), all);
    }
}

void end_scope_with(const SpanProperties& properties, const SpanMetadata& scope) noexcept {
    if (properties.bytes().empty()) {
        dispatch::on_end_scope(scope);
    } else {
        record_end(SpanRecordType::TaggedEndThreadSpanEvent, properties, scope, NoName{});
    }
}

void end_named_scope_with(const SpanProperties& properties, const SpanLocation& location,
                          std::string_view name) noexcept {
    if (properties.bytes().empty()) {
        dispatch::on_end_named_scope(location, name);
    } else {
        record_end(SpanRecordType::TaggedEndThreadNamedSpanEvent, properties, location, NameThatStays{name});
    }
}

void end_dynamic_scope_with(const SpanProperties& properties, const SpanLocation& location,
                            std::string_view name) noexcept {
    if (properties.bytes().empty()) {
        dispatch::on_end_dynamic_scope(location, name);
    } else {
        record_end(SpanRecordType::TaggedEndThreadDynamic, properties, location, CopiedName{name});
    }
}

void end_async_scope_with(const SpanProperties& properties, std::uint64_t span_id, std::uint64_t parent_span_id,
                          const SpanMetadata& scope, std::uint32_t depth) noexcept {
    if (properties.bytes().empty()) {
        dispatch::on_end_async_scope(span_id, parent_span_id, scope, depth);
    } else {
        record_end(SpanRecordType::TaggedEndAsyncSpanEvent, properties, scope, NoName{}, span_id, parent_span_id,
                   depth);
    }
}

void end_async_named_scope_with(const SpanProperties& properties, std::uint64_t span_id, std::uint64_t parent_span_id,
                                const SpanLocation& location, std::string_view name, std::uint32_t depth) noexcept {
    if (properties.bytes().empty()) {
        dispatch::on_end_async_named_scope(span_id, parent_span_id, location, name, depth);
    } else {
        record_end(SpanRecordType::TaggedEndAsyncNamedSpanEvent, properties, location, NameThatStays{name}, span_id,
                   parent_span_id, depth);
    }
}

void end_async_dynamic_scope_with(const SpanProperties& properties, std::uint64_t span_id, std::uint64_t parent_span_id,
                                  const SpanLocation& location, std::string_view name, std::uint32_t depth) noexcept {
    if (properties.bytes().empty()) {
        dispatch::on_end_async_dynamic_scope(span_id, parent_span_id, location, name, depth);
    } else {
        record_end(SpanRecordType::TaggedEndAsyncDynamic, properties, location, CopiedName{name}, span_id,
                   parent_span_id, depth);
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
