// Reading CBOR that is not to be trusted.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/property_set.hpp>
#include <micromegas/tracing/uuid.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {

/// One data item's head, and its value if it is no collection.
struct CborHead {
    enum class Kind : std::uint8_t { None, Unsigned, Negative, Bytes, Text, Array, Map, Boolean, Null, Other };

    Kind kind = Kind::None;
    std::uint64_t value = 0;  ///< A number, a size; of a negative number, -1 - it.
    std::span<const std::byte> bytes;
};

/// Reads from the beginning to the end. If the bytes do not hold a requested value, the reader keeps the error, and
/// from then on returns zeros and empty text: callers need not check every step.
class CborReader {
public:
    /// `item` is for messages: "block item".
    CborReader(std::span<const std::byte> bytes, std::string_view item) noexcept : bytes_(bytes), item_(item) {}

    // The size of the collection, never more than there are bytes left.
    [[nodiscard]] std::size_t map() { return collection(CborHead::Kind::Map, 2); }
    [[nodiscard]] std::size_t array() { return collection(CborHead::Kind::Array, 1); }
    [[nodiscard]] std::string_view text();
    [[nodiscard]] std::span<const std::byte> bytes();
    [[nodiscard]] bool boolean();
    [[nodiscard]] std::int64_t integer();
    [[nodiscard]] std::uint64_t unsigned_integer(std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
    [[nodiscard]] std::uint32_t small() {
        return static_cast<std::uint32_t>(unsigned_integer(std::numeric_limits<std::uint32_t>::max()));
    }
    [[nodiscard]] tracing::Uuid uuid();
    [[nodiscard]] std::optional<tracing::Uuid> uuid_or_null();
    [[nodiscard]] std::chrono::system_clock::time_point time();
    [[nodiscard]] tracing::PropertySet properties();
    /// A whole data item, however deep.
    void skip();
    /// Nothing may follow.
    void end();

    /// The key of the next value, for messages.
    void enter(std::string_view key) { path_.push_back(key.substr(0, 64)); }
    void leave() { path_.pop_back(); }

    /// Reports an error in the last value; only the first one counts.
    void fail(std::string_view problem);
    [[nodiscard]] bool failed() const noexcept { return error_.has_value(); }
    [[nodiscard]] const std::optional<std::string>& error() const noexcept { return error_; }

private:
    [[nodiscard]] CborHead next();
    [[nodiscard]] CborHead expect(CborHead::Kind kind);
    [[nodiscard]] std::size_t collection(CborHead::Kind kind, std::size_t items_an_entry);

    std::span<const std::byte> bytes_;
    std::string_view item_;
    std::size_t at_ = 0;
    std::size_t head_at_ = 0;  // of the last value
    std::vector<std::string_view> path_;
    std::optional<std::string> error_;
};

/// A key of a map, and the function that reads its value.
template <class T>
struct CborField {
    std::string_view key;
    void (*read)(CborReader& in, T& value);
};

/// A map that has every one of these keys, once. Others are skipped.
template <class T, std::size_t n>
void read_map(CborReader& in, const std::array<CborField<T>, n>& fields, T& value) {
    std::array<bool, n> has{};
    const std::size_t size = in.map();
    for (std::size_t entry = 0; entry < size && !in.failed(); ++entry) {
        const std::string_view key = in.text();
        std::size_t index = 0;
        while (index < n && fields[index].key != key) {
            ++index;
        }
        in.enter(key);
        if (index == n) {
            in.skip();
        } else if (has[index]) {
            in.fail("the key is there twice");
        } else {
            has[index] = true;
            fields[index].read(in, value);
        }
        in.leave();
    }
    for (std::size_t index = 0; index < n; ++index) {
        if (!has[index]) {
            in.fail("the key \"" + std::string{fields[index].key} + "\" is missing");
        }
    }
}

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
