#include <micromegas/transit/object_slice.hpp>

#include "joined.hpp"

#include <cstdint>
#include <cstring>

namespace micromegas::transit::inline MICROMEGAS_ABI {

using detail::joined;

std::variant<ObjectSlice, std::string> slice_at(std::span<const std::byte> queue, std::size_t begin,
                                                std::span<const UserDefinedType> types) {
    const auto type_index = std::to_integer<std::size_t>(queue[begin]);
    if (type_index >= types.size()) {
        return joined(
            {"type index ", std::to_string(type_index), ", where there are ", std::to_string(types.size()), " types"});
    }
    const UserDefinedType& type = types[type_index];
    std::span<const std::byte> rest = queue.subspan(begin + 1);
    std::uint32_t size = type.size;
    if (size == 0) {
        if (rest.size() < sizeof(size)) {
            return joined({"\"", type.name, "\": the size is cut off"});
        }
        std::memcpy(&size, rest.data(), sizeof(size));
        rest = rest.subspan(sizeof(size));
    }
    if (size > rest.size()) {
        return joined({"\"", type.name, "\": an object of ", std::to_string(size), " bytes, where ",
                       std::to_string(rest.size()), " are left"});
    }
    return ObjectSlice{type_index, rest.first(size), queue.size() - rest.size() + size};
}

}  // namespace micromegas::transit::inline MICROMEGAS_ABI
