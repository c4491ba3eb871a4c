#include "type_table.hpp"

#include <algorithm>
#include <array>

#include "joined.hpp"

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {
namespace {

struct ScalarName {
    std::string_view name;
    MemberKind kind;
    std::uint32_t size;
};

constexpr std::array kScalarNames{
    ScalarName{"u8", MemberKind::U8, 1},   ScalarName{"uint8", MemberKind::U8, 1},
    ScalarName{"u32", MemberKind::U32, 4}, ScalarName{"uint32", MemberKind::U32, 4},
    ScalarName{"u64", MemberKind::U64, 8}, ScalarName{"uint64", MemberKind::U64, 8},
    ScalarName{"i64", MemberKind::I64, 8}, ScalarName{"int64", MemberKind::I64, 8},
    ScalarName{"f64", MemberKind::F64, 8},
};

constexpr std::uint32_t kIdSize = 8;

const ScalarName* scalar_of(std::string_view name) noexcept {
    for (const ScalarName& scalar : kScalarNames) {
        if (scalar.name == name) {
            return &scalar;
        }
    }
    return nullptr;
}

}  // namespace

TypeTable::TypeTable(std::span<const UserDefinedType> types, std::span<const CustomReader> readers,
                     std::optional<std::string>& error) {
    entries_.reserve(types.size());
    for (const UserDefinedType& type : types) {
        TypeEntry& entry = entries_.emplace_back();
        entry.name = type.name;
        entry.size = type.size;
        if (entry.size == 0) {
            const auto reader = std::ranges::find(readers, type.name, &CustomReader::type_name);
            entry.reader = reader != readers.end() ? &*reader : nullptr;
        }
        index_of_.emplace(entry.name, entries_.size() - 1);
    }
    // Once all names are known.
    for (std::size_t i = 0; i < types.size() && !error; ++i) {
        if (types[i].size > 0) {
            if (auto problem = add_members(entries_[i], types[i])) {
                error = joined({"type \"", types[i].name, "\": ", *problem});
            }
        }
    }
}

const TypeEntry* TypeTable::find(std::string_view name) const noexcept {
    const auto found = index_of_.find(name);
    return found != index_of_.end() ? &entries_[found->second] : nullptr;
}

std::optional<std::string> TypeTable::add_members(TypeEntry& entry, const UserDefinedType& type) const {
    std::uint64_t size_of_members = 0;
    for (const Member& member : type.members) {
        auto& member_entry = entry.members.emplace_back(TypeEntry::MemberEntry{
            .name = member.name, .kind = {}, .offset = member.offset, .size = member.size, .type_index = 0});
        auto problem = resolve(member_entry, member);
        size_of_members += member.size;
        if (!problem && std::uint64_t{member.offset} + member.size > type.size) {
            problem = joined({"it ends at byte ", std::to_string(std::uint64_t{member.offset} + member.size),
                              " of objects of ", std::to_string(type.size)});
        }
        if (problem) {
            return joined({"member \"", member.name, "\": ", *problem});
        }
        if (type.is_reference && member.name == "id" && member.size == kIdSize) {
            entry.id_offset = member.offset;
        }
    }
    // So an object has no more values than bytes.
    if (size_of_members > type.size) {
        return joined({"its members have ", std::to_string(size_of_members), " bytes in all, its objects only ",
                       std::to_string(type.size)});
    }
    if (type.is_reference && !entry.id_offset) {
        return "a reference has to have a member \"id\" of 8 bytes";
    }
    return std::nullopt;
}

std::optional<std::string> TypeTable::resolve(TypeEntry::MemberEntry& entry, const Member& member) const {
    if (member.is_reference) {
        entry.kind = MemberKind::Reference;
        return member.size < kIdSize ? std::optional{joined({"it has ", std::to_string(member.size),
                                                             " bytes; a reference begins with an id of 8 bytes"})}
                                     : std::nullopt;
    }
    std::uint32_t expected_size = 0;
    if (const ScalarName* const scalar = scalar_of(member.type_name)) {
        entry.kind = scalar->kind;
        expected_size = scalar->size;
    } else if (const TypeEntry* type = find(member.type_name)) {
        if (type->size == 0) {
            return joined({"its type \"", member.type_name, "\" is dynamic"});
        }
        entry.kind = MemberKind::Object;
        entry.type_index = static_cast<std::size_t>(type - entries_.data());
        expected_size = type->size;
    } else {
        return joined({"its type \"", member.type_name, "\" is neither a scalar nor one of the list"});
    }
    if (member.size != expected_size) {
        return joined({"it has ", std::to_string(member.size), " bytes, its type ", std::to_string(expected_size)});
    }
    return std::nullopt;
}

}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI
