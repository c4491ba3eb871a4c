// The types by which events and dependencies refer to strings, and the two dependencies that contain them.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/reflection.hpp>

#include <cstdint>
#include <string_view>

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Stands for a string among the dependencies.
struct StringId {
    std::uint64_t id;

    static constexpr auto reflect() { return reference_type("StringId", &StringId::id); }
};

/// The same, with its name in properties and interop events.
struct StaticStringRef {
    std::uint64_t id;

    static constexpr auto reflect() { return reference_type("StaticStringRef", &StaticStringRef::id); }
};

/// A string in UTF-8 that goes by an id. Ids and strings match one to one within a block: two views of one address
/// and different lengths have two ids.
struct StaticString {
    std::uint64_t id;
    std::string_view text;

    static constexpr auto reflect() {
        return dynamic_type("StaticString", field("id", &StaticString::id), tail("text", &StaticString::text));
    }
};

/// The same, with the string's encoding.
struct StaticStringDependency {
    std::uint64_t id;
    std::string_view text;

    static constexpr auto reflect() {
        return dynamic_type("StaticStringDependency", field("id", &StaticStringDependency::id),
                            field("text", &StaticStringDependency::text));
    }
};

static_assert(kSizeOf<StringId> == 8 && offset_of<StringId>("id") == 0);
static_assert(kSizeOf<StaticStringRef> == 8 && offset_of<StaticStringRef>("id") == 0);

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI
