#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/user_defined_type.hpp>
#include <micromegas/transit/value.hpp>

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <vector>

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {

/// The storage that the values of a parsed block refer to. Its elements never move.
struct BlockStorage {
    struct Queue {
        std::vector<UserDefinedType> types;
        std::vector<std::byte> bytes;
    };

    Queue dependencies;
    Queue objects;
    std::deque<Object> made_objects;
    std::deque<std::string> converted_texts;
    std::vector<const Object*> events;
    std::size_t unread_events = 0;
};

}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI
