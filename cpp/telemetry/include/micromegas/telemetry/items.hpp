// The items of the wire: a process, its streams, their blocks. Each is one CBOR map, which is the body of a request to
// an ingestion server (POST /ingestion/insert_process, insert_stream, insert_block) and an item of a recording file.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/process_info.hpp>
#include <micromegas/tracing/property_set.hpp>
#include <micromegas/tracing/time.hpp>
#include <micromegas/tracing/uuid.hpp>

#include <micromegas/transit/user_defined_type.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace micromegas::telemetry::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// A block without its events.
struct BlockHeader {
    tracing::Uuid block_id;
    tracing::Uuid stream_id;
    tracing::Uuid process_id;
    tracing::DualTime begin;  ///< Ticks since `ProcessInfo::start_ticks`, unlike those of the events.
    tracing::DualTime end;
    std::uint64_t object_offset = 0;
    std::uint32_t object_count = 0;
};

/// A stream as a reader gets it.
struct StreamItem {
    tracing::Uuid process_id;
    tracing::Uuid stream_id;
    std::vector<std::string> tags;
    tracing::PropertySet properties;
    std::vector<transit::UserDefinedType> dependencies_metadata;
    std::vector<transit::UserDefinedType> objects_metadata;
};

/// A block as a reader gets it, its two queues decompressed.
struct BlockItem {
    BlockHeader header;
    std::vector<std::byte> dependencies;
    std::vector<std::byte> objects;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry::inline MICROMEGAS_ABI
