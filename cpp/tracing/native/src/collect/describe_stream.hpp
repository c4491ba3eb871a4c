#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/process_info.hpp>
#include <micromegas/tracing/uuid.hpp>

#include <memory>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// The tag by which the analytics knows the streams of a kind.
[[nodiscard]] constexpr const char* tag_of(StreamKind kind) noexcept {
    switch (kind) {
        case StreamKind::Log:
            return "log";
        case StreamKind::Metrics:
            return "metrics";
        case StreamKind::Thread:
            return "cpu";
        case StreamKind::Image:
            return "image";
    }
    return "";
}

/// A new stream of the process: its kind, and the layout of the types in its two queues.
template <class Objects, class Dependencies>
[[nodiscard]] std::shared_ptr<const EventStream> describe_stream(const ProcessInfo& process, StreamKind kind,
                                                                 const PropertySet& properties = {}) {
    return std::make_shared<const EventStream>(EventStream{.kind = kind,
                                                           .process_id = process.process_id,
                                                           .stream_id = Uuid::random(),
                                                           .tags = {tag_of(kind)},
                                                           .properties = properties,
                                                           .dependencies_metadata = Dependencies::metadata(),
                                                           .objects_metadata = Objects::metadata()});
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
