// Streams and blocks: what a sink that asks for blocks receives. block_parser.hpp reads them.
#pragma once

#include <micromegas/tracing/detail/event_types.hpp>
#include <micromegas/tracing/property_set.hpp>
#include <micromegas/tracing/time.hpp>
#include <micromegas/tracing/uuid.hpp>

#include <micromegas/transit/byte_buffer.hpp>
#include <micromegas/transit/user_defined_type.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace micromegas::tracing {

/// What the events of a stream are. Later versions may add kinds.
enum class StreamKind : std::uint8_t { Log, Metrics, Thread, Image };

/// A sequence of blocks with events of the same types. Immutable; any thread may read it.
struct EventStream {
    StreamKind kind;
    Uuid process_id;
    Uuid stream_id;
    std::vector<std::string> tags;  ///< Of the kind: "log", "metrics", "cpu" or "image".
    /// Of a thread: "thread-id", "thread-name", which is the system's name when the stream is introduced, as its first
    /// spans are handed over. A stream is told once: a name that is set later is not in it.
    PropertySet properties;
    std::vector<transit::UserDefinedType> dependencies_metadata;
    std::vector<transit::UserDefinedType> objects_metadata;
};

/// A batch of events of one stream, in wire format, with everything that they refer to. Immutable; a sink may keep it.
///
/// `end` of a block is `begin` of the next one of its stream. Events lie between the two, but for one that its thread
/// was recording at the very moment that the block was closed: it is in the next block, with the time that it had.
struct EventBlock {
    Uuid block_id;
    std::shared_ptr<const EventStream> stream;
    DualTime begin;
    DualTime end;
    std::uint64_t object_offset = 0;  ///< How many events the stream's earlier blocks hold.
    std::uint32_t object_count = 0;
    transit::ByteBuffer dependencies;
    transit::ByteBuffer objects;
};

}  // namespace micromegas::tracing
