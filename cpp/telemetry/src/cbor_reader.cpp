#include "cbor_reader.hpp"

#include "rfc3339.hpp"

#include <micromegas/tracing/detail/valid_utf8.hpp>

#include <algorithm>
#include <utility>

#include <cbor.h>
#include <fmt/format.h>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {
namespace {

using Kind = CborHead::Kind;

template <Kind kind, class Value>
void take_number(void* context, Value value) {
    *static_cast<CborHead*>(context) = {.kind = kind, .value = value, .bytes = {}};
}

template <Kind kind>
void take_bytes(void* context, cbor_data data, std::size_t size) {
    *static_cast<CborHead*>(context) = {.kind = kind, .value = size, .bytes = std::as_bytes(std::span{data, size})};
}

template <Kind kind>
void take_simple(void* context) {
    static_cast<CborHead*>(context)->kind = kind;
}

template <class... Value>
void take_other(void* context, Value...) {
    static_cast<CborHead*>(context)->kind = Kind::Other;
}

constexpr cbor_callbacks kCallbacks{
    .uint8 = take_number<Kind::Unsigned, std::uint8_t>,
    .uint16 = take_number<Kind::Unsigned, std::uint16_t>,
    .uint32 = take_number<Kind::Unsigned, std::uint32_t>,
    .uint64 = take_number<Kind::Unsigned, std::uint64_t>,
    .negint64 = take_number<Kind::Negative, std::uint64_t>,
    .negint32 = take_number<Kind::Negative, std::uint32_t>,
    .negint16 = take_number<Kind::Negative, std::uint16_t>,
    .negint8 = take_number<Kind::Negative, std::uint8_t>,
    .byte_string_start = take_other<>,
    .byte_string = take_bytes<Kind::Bytes>,
    .string = take_bytes<Kind::Text>,
    .string_start = take_other<>,
    .indef_array_start = take_other<>,
    .array_start = take_number<Kind::Array, std::size_t>,
    .indef_map_start = take_other<>,
    .map_start = take_number<Kind::Map, std::size_t>,
    .tag = take_other<std::uint64_t>,
    .float2 = take_other<float>,
    .float4 = take_other<float>,
    .float8 = take_other<double>,
    .undefined = take_other<>,
    .null = take_simple<Kind::Null>,
    .boolean = [](void* context, bool value) { take_number<Kind::Boolean>(context, value); },
    .indef_break = take_other<>,
};

constexpr std::string_view name_of(Kind kind) noexcept {
    switch (kind) {
        case Kind::Unsigned:
            return "a number that is not negative";
        case Kind::Negative:
            return "a negative number";
        case Kind::Bytes:
            return "bytes";
        case Kind::Text:
            return "a text";
        case Kind::Array:
            return "an array";
        case Kind::Map:
            return "a map";
        case Kind::Boolean:
            return "true or false";
        case Kind::Null:
            return "null";
        case Kind::None:
        case Kind::Other:
            break;
    }
    return "something else (a tag, a float, undefined, a break, or a length that is not known ahead)";
}

std::string_view as_text(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

void CborReader::fail(std::string_view problem) {
    if (!error_) {
        error_ = fmt::format("{}, byte {}{}{}: {}", item_, head_at_, path_.empty() ? "" : ", ", fmt::join(path_, "."),
                             problem);
    }
}

CborHead CborReader::next() {
    CborHead head;
    head_at_ = at_;
    if (failed()) {
        return head;
    }
    const std::span<const std::byte> left = bytes_.subspan(at_);
    const cbor_decoder_result result =
        cbor_stream_decode(reinterpret_cast<cbor_data>(left.data()), left.size(), &kCallbacks, &head);
    if (result.status == CBOR_DECODER_FINISHED) {
        at_ += result.read;
    } else {
        fail(result.status == CBOR_DECODER_ERROR ? "this is not CBOR" : "the item ends in the middle");
        head = {};
    }
    return head;
}

CborHead CborReader::expect(Kind kind) {
    CborHead head = next();
    if (head.kind != kind) {
        fail(fmt::format("{} is expected, this is {}", name_of(kind), name_of(head.kind)));
        head = {};
    }
    return head;
}

std::size_t CborReader::collection(Kind kind, std::size_t items_an_entry) {
    const std::uint64_t size = expect(kind).value;
    const std::size_t left = bytes_.size() - at_;
    if (size > left / items_an_entry) {
        fail(fmt::format("the item ends in the middle: {} entries, and {} bytes are left", size, left));
    }
    return failed() ? 0 : static_cast<std::size_t>(size);
}

std::string_view CborReader::text() {
    const std::string_view text = as_text(expect(Kind::Text).bytes);
    std::string repaired;
    if (tracing::detail::valid_utf8(text, repaired).data() != text.data()) {
        fail("the text is not UTF-8");
    }
    return failed() ? std::string_view{} : text;
}

std::span<const std::byte> CborReader::bytes() { return expect(Kind::Bytes).bytes; }

bool CborReader::boolean() { return expect(Kind::Boolean).value != 0; }

std::int64_t CborReader::integer() {
    const CborHead head = next();
    if (head.kind != Kind::Unsigned && head.kind != Kind::Negative) {
        fail(fmt::format("a number is expected, this is {}", name_of(head.kind)));
    } else if (head.value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        fail("the number does not fit into 64 bits with a sign");
    }
    if (failed()) {
        return 0;
    }
    const auto value = static_cast<std::int64_t>(head.value);
    return head.kind == Kind::Negative ? -1 - value : value;
}

std::uint64_t CborReader::unsigned_integer(std::uint64_t most) {
    const std::uint64_t value = expect(Kind::Unsigned).value;
    if (value > most) {
        fail(fmt::format("{} is too much, at most {} is allowed", value, most));
    }
    return failed() ? 0 : value;
}

tracing::Uuid CborReader::uuid() {
    const std::string_view written = text();
    const std::optional<tracing::Uuid> value = tracing::Uuid::parse(written);
    if (!value) {
        fail(fmt::format("a UUID is expected, in the form 8-4-4-4-12, this is \"{}\"", written.substr(0, 64)));
    }
    return value.value_or(tracing::Uuid{});
}

std::optional<tracing::Uuid> CborReader::uuid_or_null() {
    const std::size_t before = at_;
    if (next().kind == Kind::Null) {
        return std::nullopt;
    }
    at_ = before;
    return uuid();
}

std::chrono::system_clock::time_point CborReader::time() {
    const std::string_view written = text();
    const auto value = parse_rfc3339(written);
    if (!value) {
        fail(fmt::format("a time as in RFC 3339 is expected, this is \"{}\"", written.substr(0, 64)));
    }
    return value.value_or(std::chrono::system_clock::time_point{});
}

tracing::PropertySet CborReader::properties() {
    const std::size_t size = map();
    std::vector<tracing::Property> properties;
    for (std::size_t i = 0; i < size && !failed(); ++i) {
        const std::string_view name = text();
        properties.push_back({std::string{name}, std::string{text()}});
    }
    // The set's own sort is for small ones.
    std::ranges::stable_sort(properties, {}, &tracing::Property::name);
    return tracing::PropertySet{properties};
}

void CborReader::skip() {
    for (std::uint64_t left = 1; left != 0 && !failed(); --left) {
        const CborHead head = next();
        const std::size_t bytes_left = bytes_.size() - at_;
        if (head.kind == Kind::Other) {
            fail(fmt::format("this key is not known, and its value is {}", name_of(head.kind)));
        } else if ((head.kind == Kind::Array || head.kind == Kind::Map) && head.value > bytes_left) {
            fail(fmt::format("the item ends in the middle: {} entries, and {} bytes are left", head.value, bytes_left));
        } else if (head.kind == Kind::Array) {
            left += head.value;
        } else if (head.kind == Kind::Map) {
            left += 2 * head.value;
        }
    }
}

void CborReader::end() {
    if (at_ != bytes_.size()) {
        head_at_ = at_;
        fail(fmt::format("{} bytes follow the end of the item", bytes_.size() - at_));
    }
}

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
