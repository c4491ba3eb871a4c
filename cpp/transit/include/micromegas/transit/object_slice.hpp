// The objects of a queue as they lie in it.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/user_defined_type.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <variant>

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct ObjectSlice {
    std::size_t type_index = 0;
    std::span<const std::byte> bytes;  ///< Without the type's index and the size of a dynamic one.
    std::size_t end = 0;               ///< In the queue: where the next one begins.
};

/// Finds the object that begins at a byte of a queue, or says in a line why there is none.
[[nodiscard]] std::variant<ObjectSlice, std::string> slice_at(std::span<const std::byte> queue, std::size_t begin,
                                                              std::span<const UserDefinedType> types);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI
