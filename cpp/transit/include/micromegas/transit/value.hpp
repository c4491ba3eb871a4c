// The values of a parsed block.
#pragma once

#include <micromegas/abi.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct Object;

/// u8 and u32 become u64. Text is as the block holds it (which may not be valid UTF-8), or was converted from UTF-16.
/// Views and pointers belong to the `ParsedBlock`. Objects share dependencies: code that visits all objects should
/// remember the visited ones, as a few dependencies that refer to one another can form an enormous number of paths.
using Value =
    std::variant<std::uint64_t, std::int64_t, double, std::string_view, std::span<const std::byte>, const Object*>;

struct Object {
    std::string_view type_name;
    std::vector<std::pair<std::string_view, Value>> members;  ///< In the order of the type.

    /// The first member of that name; null where there is none, or where it is of another type.
    template <class T>
    [[nodiscard]] const T* get(std::string_view name) const noexcept {
        for (const auto& [member_name, value] : members) {
            if (member_name == name) {
                return std::get_if<T>(&value);
            }
        }
        return nullptr;
    }
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI
