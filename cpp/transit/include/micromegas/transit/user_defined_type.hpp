// The description of a queue's types for its readers.
#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct Member {
    std::string name;
    /// A scalar (u8 u32 u64 i64 f64) or the name of a type of the same list; free text where `is_reference`.
    std::string type_name;
    std::uint32_t offset = 0;  ///< In bytes, from the beginning of the object.
    std::uint32_t size = 0;    ///< In bytes.
    /// The member begins with the 8-byte id of a dependency. Some writers have more behind it.
    bool is_reference = false;

    friend bool operator==(const Member&, const Member&) = default;
};

struct UserDefinedType {
    std::string name;
    /// In bytes; 0 where every object has a size of its own, and members that no offset describes.
    std::uint32_t size = 0;
    std::vector<Member> members;
    /// An object stands for the dependency that its 8-byte member `id` names.
    bool is_reference = false;

    friend bool operator==(const UserDefinedType&, const UserDefinedType&) = default;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI
