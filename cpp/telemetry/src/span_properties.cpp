#include <micromegas/telemetry/span_properties.hpp>

#include <micromegas/transit/object_slice.hpp>

#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

namespace micromegas::telemetry::inline MICROMEGAS_ABI {
namespace {

using transit::Member;
using transit::ObjectSlice;
using transit::UserDefinedType;
using Types = std::span<const UserDefinedType>;

/// How an end with properties becomes one without, by the types of its stream.
struct Replacement {
    struct Field {
        std::size_t from;
        std::size_t to;
        std::size_t size;
    };

    std::size_t type_index = 0;
    std::size_t size = 0;
    std::vector<Field> fields;
};

bool is_inside(const Member& member, const UserDefinedType& type) noexcept {
    return member.offset <= type.size && member.size <= type.size - member.offset;
}

/// Nothing for any other type, and where the stream has no end without properties.
std::optional<Replacement> replacement_of(const UserDefinedType& type, Types types) {
    constexpr std::string_view kEnds = "TaggedEnd";
    constexpr std::string_view kTagged = "Tagged";
    if (!type.name.starts_with(kEnds)) {
        return std::nullopt;
    }
    const auto plain = std::ranges::find(types, std::string_view{type.name}.substr(kTagged.size()),
                                         [](const UserDefinedType& other) { return std::string_view{other.name}; });
    if (plain == types.end() || plain->size == 0 || plain->size > type.size) {
        return std::nullopt;
    }
    Replacement replacement{static_cast<std::size_t>(plain - types.begin()), plain->size, {}};
    for (const Member& member : plain->members) {
        const auto same = std::ranges::find(type.members, member.name, &Member::name);
        if (same == type.members.end() || same->size != member.size || !is_inside(*same, type) ||
            !is_inside(member, *plain)) {
            return std::nullopt;
        }
        replacement.fields.push_back({same->offset, member.offset, member.size});
    }
    return replacement;
}

/// Calls `visit(slice, whole)` for each object, `whole` with the index of its type. False where the queue cannot be
/// read.
template <class Visit>
bool for_each_object(std::span<const std::byte> queue, Types types, Visit visit) {
    for (std::size_t begin = 0; begin < queue.size();) {
        const auto found = transit::slice_at(queue, begin, types);
        const auto* const slice = std::get_if<ObjectSlice>(&found);
        if (slice == nullptr) {
            return false;
        }
        visit(*slice, queue.subspan(begin, slice->end - begin));
        begin = slice->end;
    }
    return true;
}

void append(std::vector<std::byte>& to, std::span<const std::byte> bytes) {
    to.insert(to.end(), bytes.begin(), bytes.end());
}

}  // namespace

std::optional<BlockQueues> without_span_properties(const transit::BlockInput& block) {
    std::vector<std::optional<Replacement>> replacements;
    for (const UserDefinedType& type : block.objects_metadata) {
        replacements.push_back(replacement_of(type, block.objects_metadata));
    }
    bool has_any = false;
    const bool is_readable = for_each_object(
        block.objects, block.objects_metadata,
        [&](const auto& slice, const auto&) { has_any = has_any || replacements[slice.type_index].has_value(); });
    if (!is_readable || !has_any) {
        return std::nullopt;
    }
    BlockQueues plain;
    plain.objects.reserve(block.objects.size());
    for_each_object(block.objects, block.objects_metadata, [&](const ObjectSlice& slice, const auto& whole) {
        const auto& replacement = replacements[slice.type_index];
        if (!replacement) {
            append(plain.objects, whole);
            return;
        }
        plain.objects.push_back(static_cast<std::byte>(replacement->type_index));
        const std::size_t begin = plain.objects.size();
        plain.objects.resize(begin + replacement->size);
        for (const Replacement::Field& field : replacement->fields) {
            std::memcpy(plain.objects.data() + begin + field.to, slice.bytes.data() + field.from, field.size);
        }
    });
    plain.dependencies.reserve(block.dependencies.size());
    const bool has_dependencies = for_each_object(
        block.dependencies, block.dependencies_metadata, [&](const ObjectSlice& slice, const auto& whole) {
            if (block.dependencies_metadata[slice.type_index].name != "PropertySetDependency") {
                append(plain.dependencies, whole);
            }
        });
    return has_dependencies ? std::optional{std::move(plain)} : std::nullopt;
}

}  // namespace micromegas::telemetry::inline MICROMEGAS_ABI
