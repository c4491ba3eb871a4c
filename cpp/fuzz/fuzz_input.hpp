// Converts a fuzzer's bytes to a block, and a block to such bytes.
//
//     u8   index of a sample block (modulo their number), whose types are the block's
//     u8   number of edits of the types; each is
//          u8 queue (even: dependencies), u8 type, u8 edit, u8 member, u32 value
//     u16  length of the dependencies
//     …    the dependencies; the rest is the objects
#pragma once

#include "sample_blocks.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace micromegas::fuzz {

using Bytes = std::span<const std::uint8_t>;

/// Takes a number from the front; missing bytes are zero.
template <class T>
T take(Bytes& bytes) {
    T value{};
    const std::size_t size = std::min(sizeof(T), bytes.size());
    if (size > 0) {
        std::memcpy(&value, bytes.data(), size);
    }
    bytes = bytes.subspan(size);
    return value;
}

/// Makes one type of a list wrong, or another.
inline void edit_types(std::vector<transit::UserDefinedType>& types, Bytes& bytes) {
    const auto type_index = take<std::uint8_t>(bytes);
    const auto edit = take<std::uint8_t>(bytes);
    const auto member_index = take<std::uint8_t>(bytes);
    const auto value = take<std::uint32_t>(bytes);
    if (types.empty()) {
        return;
    }
    transit::UserDefinedType& type = types[type_index % types.size()];
    const auto& other = types[value % types.size()];
    if (type.members.empty()) {
        type.members.emplace_back();
    }
    transit::Member& member = type.members[member_index % type.members.size()];
    switch (edit % 8) {
        case 0:
            type.size = value;
            break;
        case 1:
            type.is_reference = !type.is_reference;
            break;
        case 2:
            type.name = other.name;
            break;
        case 3:
            member.offset = value;
            break;
        case 4:
            member.size = value;
            break;
        case 5:
            member.type_name = other.name;
            member.size = other.size;
            member.is_reference = false;
            break;
        case 6:
            member.is_reference = !member.is_reference;
            break;
        default:
            type.members.emplace_back(transit::Member{member});  // a copy: the vector may move
    }
}

inline tracing::testing::SampleBlock block_of(Bytes bytes) {
    static const auto samples = tracing::testing::sample_blocks();
    const auto& sample = samples[take<std::uint8_t>(bytes) % samples.size()];
    tracing::testing::SampleBlock block;
    block.dependencies_metadata = sample.dependencies_metadata;
    block.objects_metadata = sample.objects_metadata;
    for (auto edits = take<std::uint8_t>(bytes); edits > 0 && !bytes.empty(); --edits) {
        edit_types(take<std::uint8_t>(bytes) % 2 == 0 ? block.dependencies_metadata : block.objects_metadata, bytes);
    }
    const std::size_t dependencies = std::min<std::size_t>(take<std::uint16_t>(bytes), bytes.size());
    const auto content = std::as_bytes(bytes);
    block.dependencies.assign(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(dependencies));
    block.objects.assign(content.begin() + static_cast<std::ptrdiff_t>(dependencies), content.end());
    return block;
}

/// The bytes that make `sample_blocks()[stream]`.
inline std::vector<std::uint8_t> seed_of(std::size_t stream) {
    const auto sample = tracing::testing::sample_blocks()[stream];
    const std::size_t size = sample.dependencies.size();
    std::vector<std::uint8_t> seed{static_cast<std::uint8_t>(stream), 0, static_cast<std::uint8_t>(size & 0xFFU),
                                   static_cast<std::uint8_t>(size >> 8U)};
    for (const auto* part : {&sample.dependencies, &sample.objects}) {
        for (const std::byte byte : *part) {
            seed.push_back(std::to_integer<std::uint8_t>(byte));
        }
    }
    return seed;
}

}  // namespace micromegas::fuzz
