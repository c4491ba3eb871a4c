// Records, as threads write them (record_types.hpp), read and measured.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/deferred_args.hpp>
#include <micromegas/tracing/detail/record_properties.hpp>
#include <micromegas/tracing/detail/record_types.hpp>
#include <micromegas/tracing/metadata.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

// --- Texts and properties

[[nodiscard]] inline std::size_t size_of_text(std::string_view text) noexcept {
    return sizeof(std::uint64_t) + text.size();
}
inline std::byte* put_text(std::byte* to, std::string_view text) noexcept {
    return put_bytes(put(to, std::uint64_t{text.size()}), text.data(), text.size());
}
[[nodiscard]] inline std::string_view take_text(const std::byte*& from) noexcept {
    const auto size = static_cast<std::size_t>(take<std::uint64_t>(from));
    const std::string_view text{reinterpret_cast<const char*>(from), size};
    from += size;
    return text;
}

[[nodiscard]] inline PropertyValue take_value(const std::byte*& from) noexcept {
    switch (take<PropertyType>(from)) {
        case PropertyType::Int:
            return take<std::int64_t>(from);
        case PropertyType::UInt:
            return take<std::uint64_t>(from);
        case PropertyType::Double:
            return take<double>(from);
        case PropertyType::Float:
            return take<float>(from);
        case PropertyType::Bool:
            return take<bool>(from);
        case PropertyType::Text:
            break;
    }
    return TextArg::read(from);
}

/// The properties of a record; as bytes they can be compared.
struct PropertyBytes {
    std::string_view bytes = {};

    [[nodiscard]] bool empty() const noexcept { return bytes.empty(); }
    /// Of the call's own properties; null if there are none.
    [[nodiscard]] const KeyTable* keys() const noexcept {
        const auto* at = begin();
        return take_keys(at);
    }
    /// Calls `visit(name, value)` for each: those that came with their names, then the call's own, which replace others
    /// of the same names.
    template <class Visit>
    void for_each(Visit visit) const {
        for_each_named(visit);
        for_each_own(visit);
    }
    /// The call's own.
    template <class Visit>
    void for_each_own(Visit visit) const {
        const auto* at = begin();
        for (const std::string_view& key : keys_of(take_keys(at))) {
            visit(key, take_value(at));
        }
    }
    /// Those that came with their names: the compiler checks the names of others.
    template <class Visit>
    void for_each_named(Visit visit) const {
        const auto* at = begin();
        const std::byte* const end = at + bytes.size();
        const KeyTable* const keys = take_keys(at);
        for (std::size_t own = keys_of(keys).size(); own != 0; --own) {
            static_cast<void>(take_value(at));
        }
        while (at != end) {
            const std::string_view name = take_text(at);
            const PropertyValue value = take_value(at);
            if (keys == nullptr || !has_key(*keys, name)) {
                visit(name, value);
            }
        }
    }

private:
    [[nodiscard]] const std::byte* begin() const noexcept { return reinterpret_cast<const std::byte*>(bytes.data()); }
    [[nodiscard]] const KeyTable* take_keys(const std::byte*& at) const noexcept {
        return bytes.empty() ? nullptr : take<const KeyTable*>(at);
    }
    [[nodiscard]] static std::span<const std::string_view> keys_of(const KeyTable* keys) noexcept {
        return keys != nullptr ? std::span{keys->keys, keys->count} : std::span<const std::string_view>{};
    }
    [[nodiscard]] static bool has_key(const KeyTable& keys, std::string_view name) noexcept;
};
[[nodiscard]] inline PropertyBytes take_properties(const std::byte*& from) noexcept { return {take_text(from)}; }

// --- Records. `end` is where the next one begins.

struct SpanFields {
    SpanRecordType type = SpanRecordType::BeginThreadSpanEvent;
    const void* metadata = nullptr;  // SpanMetadata, or SpanLocation where there is a name
    std::string_view name = {};
    bool has_own_name = false;  // the name is in the record
    std::uint64_t span_id = 0;
    std::uint64_t parent_span_id = 0;
    std::uint32_t depth = 0;
    std::int64_t time = 0;
    PropertyBytes properties = {};
    const std::byte* end = nullptr;
};
[[nodiscard]] SpanFields read_span(const std::byte* record) noexcept;

struct MetricFields {
    MetricRecord type = MetricRecord::IntegerMetricEvent;
    const MetricMetadata* metadata = nullptr;
    std::string_view name = {};  // this and the next: DynamicInteger, DynamicFloat
    std::string_view unit = {};
    std::uint64_t value_bits = 0;  // of the integer or the double
    std::int64_t time = 0;
    PropertyBytes properties = {};
    PropertyBytes context = {};  // not the record's: added by the reader
    const std::byte* end = nullptr;

    [[nodiscard]] bool is_context() const noexcept { return type == MetricRecord::Context; }
};
[[nodiscard]] MetricFields read_metric(const std::byte* record) noexcept;

struct LogFields {
    LogRecord type = LogRecord::Literal;
    const LogMetadata* metadata = nullptr;  // null for Interop
    std::int64_t time = 0;
    FormatDeferred format = nullptr;  // null where the message is the format string, or `text`
    const std::byte* args = nullptr;  // Deferred, DeferredTagged
    std::string_view text = {};       // Text, Interop
    PropertyBytes properties = {};    // all but Literal and Deferred
    PropertyBytes context = {};       // not the record's: added by the reader
    Level level = Level::Info;        // this and the following: Interop only
    std::uint32_t line = 0;
    std::string_view target = {};
    std::string_view file = {};
    const std::byte* end = nullptr;

    [[nodiscard]] bool is_context() const noexcept { return type == LogRecord::Context; }
};
[[nodiscard]] LogFields read_log(const std::byte* record) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
