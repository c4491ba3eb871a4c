// Parses the bytes of a block to values. No block can make the parser crash, read beyond it, or use more memory than a
// multiple of its size.
//
//     const auto parsed = parse_block({.dependencies_metadata = …, .objects_metadata = …, .dependencies = …, .objects =
//     …},
//                                     readers);
//     if (const auto* block = std::get_if<ParsedBlock>(&parsed)) {
//         for (const Object* event : block->events()) { … event->get<std::int64_t>("time") … }
//     }
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/object_reader.hpp>
#include <micromegas/transit/user_defined_type.hpp>
#include <micromegas/transit/value.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <variant>

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// One line that names the queue, the place in bytes, the type, and the error.
struct ParseError {
    std::string message;
};

struct BlockInput {
    std::span<const UserDefinedType> dependencies_metadata;
    std::span<const UserDefinedType> objects_metadata;
    std::span<const std::byte> dependencies;
    std::span<const std::byte> objects;
};

/// The events of a block and their dependencies; keeps a copy of its input.
class ParsedBlock {
public:
    explicit ParsedBlock(std::unique_ptr<const detail::BlockStorage> storage) noexcept;
    ParsedBlock(const ParsedBlock&) = delete;
    ParsedBlock& operator=(const ParsedBlock&) = delete;
    ParsedBlock(ParsedBlock&&) noexcept;
    ParsedBlock& operator=(ParsedBlock&&) noexcept;
    ~ParsedBlock();

    /// In the order of the block. A reference has become the value of its dependency.
    [[nodiscard]] std::span<const Object* const> events() const noexcept;
    /// How many of the events are of a dynamic type without a reader; they have one member, `bytes`.
    [[nodiscard]] std::size_t unread_events() const noexcept;

private:
    std::unique_ptr<const detail::BlockStorage> storage_;
};

/// `readers` are for the dynamic types of both queues. Events of a dynamic type that none of them reads are kept
/// unread; such a dependency is an error, as its id is unknown.
[[nodiscard]] std::variant<ParsedBlock, ParseError> parse_block(const BlockInput& input,
                                                                std::span<const CustomReader> readers);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI
