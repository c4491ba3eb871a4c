#include <micromegas/transit/object_slice.hpp>
#include <micromegas/transit/parse_block.hpp>

#include <cstdint>
#include <utility>

#include "block_storage.hpp"
#include "joined.hpp"
#include "type_table.hpp"

namespace micromegas::transit::inline MICROMEGAS_ABI {
namespace {

using detail::BlockStorage;
using detail::joined;
using detail::TypeEntry;
using detail::TypeTable;
using Dependencies = ObjectReader::Dependencies;

using Problem = std::optional<std::string>;

Value read_object(const TypeEntry& type, ObjectReader& in) {
    if (type.is_unknown()) {
        return in.unread_object();
    }
    return type.reader != nullptr ? type.reader->read(in) : in.object(type);
}

/// Reads a queue. `take(value, type, reader)` gets every object and returns its error.
template <class Take>
Problem read_queue(const BlockStorage::Queue& queue, std::span<const CustomReader> readers,
                   const Dependencies& dependencies, BlockStorage& storage, Take&& take) {
    Problem problem;
    const TypeTable types{queue.types, readers, problem};
    if (problem) {
        return problem;
    }
    for (std::size_t begin = 0; begin < queue.bytes.size();) {
        const auto found = slice_at(queue.bytes, begin, queue.types);
        if (const auto* message = std::get_if<std::string>(&found)) {
            return joined({"byte ", std::to_string(begin), ": ", *message});
        }
        const ObjectSlice& slice = *std::get_if<ObjectSlice>(&found);
        const TypeEntry& type = types[slice.type_index];
        ObjectReader in{type.name, slice.bytes, types, dependencies, storage};
        const Value value = read_object(type, in);
        problem = in.error();
        if (!problem && in.left() > 0) {
            problem = joined({std::to_string(in.left()), " bytes more than its fields"});
        }
        if (!problem) {
            problem = take(value, type, in);
        }
        if (problem) {
            return joined({"byte ", std::to_string(begin), ": \"", type.name, "\": ", *problem});
        }
        begin = slice.end;
    }
    return std::nullopt;
}

/// The id that a dependency goes by: a dynamic one's reader knows it, a static one has a member of that name.
std::optional<std::uint64_t> id_of(const Value& value, const ObjectReader& reader) {
    if (reader.id()) {
        return reader.id();
    }
    const auto* object = std::get_if<const Object*>(&value);
    const auto* id = object != nullptr ? (*object)->get<std::uint64_t>("id") : nullptr;
    return id != nullptr ? std::optional{*id} : std::nullopt;
}

Problem read_dependencies(BlockStorage& storage, std::span<const CustomReader> readers, Dependencies& dependencies) {
    return read_queue(storage.dependencies, readers, dependencies, storage,
                      [&](const Value& value, const TypeEntry& type, const ObjectReader& reader) -> Problem {
                          if (type.is_unknown()) {
                              return "dependencies of this dynamic type cannot be read";
                          }
                          const auto id = id_of(value, reader);
                          if (!id) {
                              return "a dependency without an id";
                          }
                          if (!dependencies.emplace(*id, value).second) {
                              return joined({"the id ", std::to_string(*id), " is taken"});
                          }
                          return std::nullopt;
                      });
}

Problem read_events(BlockStorage& storage, std::span<const CustomReader> readers, const Dependencies& dependencies) {
    return read_queue(storage.objects, readers, dependencies, storage,
                      [&](const Value& value, const TypeEntry& type, const ObjectReader&) -> Problem {
                          const auto* object = std::get_if<const Object*>(&value);
                          if (object == nullptr) {
                              return "an event has to be an object";
                          }
                          storage.events.push_back(*object);
                          storage.unread_events += type.is_unknown() ? 1 : 0;
                          return std::nullopt;
                      });
}

BlockStorage::Queue copy(std::span<const UserDefinedType> types, std::span<const std::byte> bytes) {
    return {{types.begin(), types.end()}, {bytes.begin(), bytes.end()}};
}

}  // namespace

ParsedBlock::ParsedBlock(std::unique_ptr<const detail::BlockStorage> storage) noexcept : storage_(std::move(storage)) {}
ParsedBlock::ParsedBlock(ParsedBlock&&) noexcept = default;
ParsedBlock& ParsedBlock::operator=(ParsedBlock&&) noexcept = default;
ParsedBlock::~ParsedBlock() = default;

std::span<const Object* const> ParsedBlock::events() const noexcept { return storage_->events; }
std::size_t ParsedBlock::unread_events() const noexcept { return storage_->unread_events; }

std::variant<ParsedBlock, ParseError> parse_block(const BlockInput& input, std::span<const CustomReader> readers) {
    auto storage = std::make_unique<BlockStorage>();
    storage->dependencies = copy(input.dependencies_metadata, input.dependencies);
    storage->objects = copy(input.objects_metadata, input.objects);
    Dependencies dependencies;
    if (auto problem = read_dependencies(*storage, readers, dependencies)) {
        return ParseError{joined({"dependencies: ", *problem})};
    }
    if (auto problem = read_events(*storage, readers, dependencies)) {
        return ParseError{joined({"objects: ", *problem})};
    }
    return ParsedBlock{std::move(storage)};
}

}  // namespace micromegas::transit::inline MICROMEGAS_ABI
