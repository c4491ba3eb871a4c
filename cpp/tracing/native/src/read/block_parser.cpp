#include <micromegas/tracing/block_parser.hpp>
#include <micromegas/tracing/wire/image_events.hpp>
#include <micromegas/tracing/wire/log_events.hpp>
#include <micromegas/tracing/wire/metric_events.hpp>
#include <micromegas/tracing/wire/property_set_dependency.hpp>
#include <micromegas/tracing/wire/thread_events.hpp>
#include <micromegas/transit/object_reader.hpp>
#include <micromegas/transit/strings.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

using transit::Object;
using transit::ObjectReader;
using transit::Value;

Value read_property_set(ObjectReader& in) {
    in.set_id(in.scalar<std::uint64_t>());
    const auto count = in.scalar<std::uint32_t>();
    Object& set = in.make_object();
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
        const Value value = in.object(transit::kReflection<wire::PropertyRef>.name);
        const auto* property = std::get_if<const Object*>(&value);
        const auto* name = property != nullptr ? (*property)->get<std::string_view>("name") : nullptr;
        const auto* text = property != nullptr ? (*property)->get<std::string_view>("value") : nullptr;
        if (name == nullptr || text == nullptr) {
            in.fail(R"(a property has to have a text "name" and a text "value")");
            break;
        }
        set.members.emplace_back(*name, *text);
    }
    return &set;
}

// Two events that older clients wrote.
struct LogStringEvent {
    std::uint64_t desc;
    std::int64_t time;
    std::string_view msg;

    static constexpr auto reflect() {
        return transit::dynamic_type(
            "LogStringEvent", transit::reference("desc", "LogMetadataRecord", &LogStringEvent::desc),
            transit::field("time", &LogStringEvent::time), transit::tail("msg", &LogStringEvent::msg));
    }
};

struct LogStringInteropEventV2 {
    std::int64_t time;
    std::uint32_t level;
    transit::StringId target;
    std::string_view msg;

    static constexpr auto reflect() {
        return transit::dynamic_type("LogStringInteropEventV2", transit::field("time", &LogStringInteropEventV2::time),
                                     transit::field("level", &LogStringInteropEventV2::level),
                                     transit::field("target", &LogStringInteropEventV2::target),
                                     transit::tail("msg", &LogStringInteropEventV2::msg));
    }
};

#define MICROMEGAS_EVENTS(X)    \
    MICROMEGAS_LOG_EVENTS(X)    \
    MICROMEGAS_METRIC_EVENTS(X) \
    MICROMEGAS_SPAN_EVENTS(X)   \
    MICROMEGAS_IMAGE_EVENTS(X)

constexpr std::array kOtherReaders{
    transit::kEventReader<LogStringEvent>,
    transit::kEventReader<LogStringInteropEventV2>,
    transit::kDependencyReader<transit::StaticString>,
    transit::kDependencyReader<transit::StaticStringDependency>,
    transit::CustomReader{transit::kReflection<wire::PropertySetDependency>.name, &read_property_set},
};

/// Those, and one for each of the events that is of a dynamic type.
template <class... Events>
consteval auto readers_of(std::type_identity<transit::HeterogeneousQueue<Events...>>) {
    std::array<transit::CustomReader, kOtherReaders.size() + (std::size_t{transit::DynamicType<Events>} + ...)> all{};
    auto* next = std::ranges::copy(kOtherReaders, all.begin()).out;
    const auto add = [&]<class Event>(std::type_identity<Event>) {
        if constexpr (transit::DynamicType<Event>) {
            *next++ = transit::kEventReader<Event>;
        }
    };
    (add(std::type_identity<Events>{}), ...);
    return all;
}

constexpr std::array kReaders = readers_of(std::type_identity<MICROMEGAS_EVENT_QUEUE(MICROMEGAS_EVENTS)>{});

}  // namespace

std::variant<transit::ParsedBlock, transit::ParseError> parse_block(const transit::BlockInput& input) {
    return transit::parse_block(input, kReaders);
}

std::variant<transit::ParsedBlock, transit::ParseError> parse_event_block(const EventBlock& block) {
    return parse_block({.dependencies_metadata = block.stream->dependencies_metadata,
                        .objects_metadata = block.stream->objects_metadata,
                        .dependencies = block.dependencies.bytes(),
                        .objects = block.objects.bytes()});
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
