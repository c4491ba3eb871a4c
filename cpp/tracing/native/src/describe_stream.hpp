#pragma once

#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/process_info.hpp>
#include <micromegas/tracing/uuid.hpp>

namespace micromegas::tracing::detail {

/// A new stream of the process: its tag, and the layout of the types in its two queues.
template <class Objects, class Dependencies>
[[nodiscard]] EventStream describe_stream(const ProcessInfo& process, const char* tag,
                                          const PropertySet& properties = {}) {
    return {.process_id = process.process_id,
            .stream_id = Uuid::random(),
            .tags = {tag},
            .properties = properties,
            .dependencies_metadata = Dependencies::metadata(),
            .objects_metadata = Objects::metadata()};
}

}  // namespace micromegas::tracing::detail
