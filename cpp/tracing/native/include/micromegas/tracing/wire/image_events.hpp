// The events of a block of images.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/wire/event_queue.hpp>
#include <micromegas/transit/heterogeneous_queue.hpp>
#include <micromegas/transit/reflection.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace micromegas::tracing::wire::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct ImageEvent {
    std::int64_t time;
    std::string_view name;
    std::string_view format;  ///< Of `data`, e.g. "png".
    std::span<const std::byte> data;

    static constexpr auto reflect() {
        return transit::dynamic_type(
            "ImageEvent", transit::field("time", &ImageEvent::time), transit::field("name", &ImageEvent::name),
            transit::field("format", &ImageEvent::format), transit::field("data", &ImageEvent::data));
    }
};

using ImageObjectQueue = MICROMEGAS_EVENT_QUEUE(MICROMEGAS_IMAGE_EVENTS);
/// Images depend on nothing.
using ImageDependencyQueue = transit::HeterogeneousQueue<>;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::wire::inline MICROMEGAS_ABI
