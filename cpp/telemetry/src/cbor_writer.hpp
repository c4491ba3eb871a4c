#pragma once

#include <micromegas/abi.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <cbor.h>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {

/// Appends CBOR to bytes. After the head of a map or an array the caller writes as many entries.
class CborWriter {
public:
    explicit CborWriter(std::vector<std::byte>& out) noexcept : out_(out) {}

    void map(std::size_t size) { head<cbor_encode_map_start>(size); }
    void array(std::size_t size) { head<cbor_encode_array_start>(size); }
    void unsigned_integer(std::uint64_t value) { head<cbor_encode_uint>(value); }
    void boolean(bool value) { head<cbor_encode_bool>(value); }
    void integer(std::int64_t value) {
        if (value >= 0) {
            unsigned_integer(static_cast<std::uint64_t>(value));
        } else {
            head<cbor_encode_negint>(static_cast<std::uint64_t>(-(value + 1)));
        }
    }
    void null() {
        std::array<unsigned char, 1> bytes{};
        append(bytes.data(), cbor_encode_null(bytes.data(), bytes.size()));
    }
    void text(std::string_view text) {
        head<cbor_encode_string_start>(text.size());
        append(text.data(), text.size());
    }
    void bytes(std::span<const std::byte> bytes) {
        head<cbor_encode_bytestring_start>(bytes.size());
        append(bytes.data(), bytes.size());
    }

private:
    template <auto encode, class Value>
    void head(Value value) {
        std::array<unsigned char, 9> bytes{};  // no head is longer
        append(bytes.data(), encode(value, bytes.data(), bytes.size()));
    }
    void append(const void* data, std::size_t size) {
        const auto* const bytes = static_cast<const std::byte*>(data);
        out_.insert(out_.end(), bytes, bytes + size);
    }

    std::vector<std::byte>& out_;
};

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
