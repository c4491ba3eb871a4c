// Streams and blocks, for sinks that ask for blocks. block_parser.hpp reads them.
#pragma once

#include <micromegas/abi.hpp>
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

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The kind of a stream's events. Later versions may add kinds.
enum class StreamKind : std::uint8_t { Log, Metrics, Thread, Image };

/// A sequence of blocks with events of the same types. Immutable; any thread may read it.
struct EventStream {
    StreamKind kind;
    Uuid process_id;
    Uuid stream_id;
    std::vector<std::string> tags;  ///< Of the kind: "log", "metrics", "cpu" or "image".
    /// Of a thread: "thread-id", "thread-name", which is its name when the stream is introduced, as its first spans are
    /// handed over. A stream is introduced once: a later name, of `dispatch::set_thread_name`, is in the next one.
    PropertySet properties;
    std::vector<transit::UserDefinedType> dependencies_metadata;
    std::vector<transit::UserDefinedType> objects_metadata;
};

/// A batch of events of one stream, in wire format, with everything that they refer to. Immutable; a sink may keep it.
///
/// `end` of a block is `begin` of the next one of its stream. Events lie between the two, except one that its thread
/// was recording while the block was closed: it is in the next block, with its own time.
struct EventBlock {
    Uuid block_id;
    std::shared_ptr<const EventStream> stream;
    DualTime begin;
    DualTime end;
    std::uint64_t object_offset = 0;  ///< The number of events in the stream's earlier blocks.
    std::uint32_t object_count = 0;
    transit::ByteBuffer dependencies;
    transit::ByteBuffer objects;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
