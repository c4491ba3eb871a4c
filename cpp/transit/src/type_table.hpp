// The types of a queue, checked, with names resolved.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/object_reader.hpp>
#include <micromegas/transit/user_defined_type.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {

enum class MemberKind : std::uint8_t { U8, U32, U64, I64, F64, Reference, Object };

struct TypeEntry {
    struct MemberEntry {
        std::string_view name;
        MemberKind kind;
        std::uint32_t offset;
        std::uint32_t size;
        std::size_t type_index;  ///< Of an object.
    };

    std::string_view name;
    std::uint32_t size = 0;  ///< 0: dynamic, and without members.
    std::vector<MemberEntry> members;
    /// Where the id is that an object of a reference type consists of.
    std::optional<std::uint32_t> id_offset;
    const CustomReader* reader = nullptr;

    /// A dynamic type without a reader: nothing but the size of its objects is known.
    [[nodiscard]] bool is_unknown() const noexcept { return size == 0 && reader == nullptr; }
};

class TypeTable {
public:
    /// The names are views of those of `types`. `error` gets their error, if any.
    TypeTable(std::span<const UserDefinedType> types, std::span<const CustomReader> readers,
              std::optional<std::string>& error);

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] const TypeEntry& operator[](std::size_t index) const noexcept { return entries_[index]; }
    /// Null where no type has that name; the first where several have.
    [[nodiscard]] const TypeEntry* find(std::string_view name) const noexcept;

private:
    [[nodiscard]] std::optional<std::string> add_members(TypeEntry& entry, const UserDefinedType& type) const;
    [[nodiscard]] std::optional<std::string> resolve(TypeEntry::MemberEntry& entry, const Member& member) const;

    std::vector<TypeEntry> entries_;
    std::map<std::string_view, std::size_t> index_of_;
};

}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI
