// Metrics and spans: each line of the table of event kinds has a record that is read back, and its event is that
// line's.
#include "collect/event_writers.hpp"
#include "record/event_fields.hpp"

#include <micromegas/tracing/block_events.hpp>

#include <gmock/gmock.h>

#include <concepts>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

namespace micromegas::tracing::detail {
namespace {

using ::testing::SizeIs;

constinit MetricMetadata g_rows{"rows", "count", "engine::sql", "src/sql.cpp", 20};
constinit SpanMetadata g_span{"execute", {"engine::sql", "engine::sql", "src/sql.cpp", 30}};
constinit SpanLocation g_location{"engine::sql", "engine", "src/sql.cpp", 31};
constexpr std::int64_t kTime = -7;

class Record {
public:
    template <class T>
    void add(const T& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        const std::size_t begin = bytes_.size();
        bytes_.resize(begin + sizeof value);
        std::memcpy(&bytes_[begin], &value, sizeof value);
    }
    void add(const PropertyBytes& properties) {
        add(std::uint64_t{properties.bytes.size()});
        const auto bytes = std::as_bytes(std::span{properties.bytes});
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    [[nodiscard]] const std::byte* begin() const { return bytes_.data(); }
    [[nodiscard]] const std::byte* end() const { return bytes_.data() + bytes_.size(); }

private:
    std::vector<std::byte> bytes_;
};

/// The bytes that a thread records: the type, then the event's fields in their order.
template <class Event, class Fields>
Record record_of(const Fields& fields) {
    Record record;
    record.add(fields.type);
    transit::detail::for_each_field<Event>(
        [&](const auto&, auto index) { record.add(value_of<Event, index>(fields)); });
    return record;
}

template <class Event, class Builder>
void expect_one(Builder& builder) {
    EventBlock block;
    builder.finish(block);
    using Objects = std::remove_cvref_t<decltype(builder.objects)>;
    const auto dependencies = [] {
        if constexpr (std::same_as<Builder, MetricBlockBuilder>) {
            return wire::MetricDependencyQueue::metadata();
        } else {
            return wire::ThreadDependencyQueue::metadata();
        }
    }();
    const auto types = Objects::metadata();
    const auto parsed = parse_block({.dependencies_metadata = dependencies,
                                     .objects_metadata = types,
                                     .dependencies = block.dependencies.bytes(),
                                     .objects = block.objects.bytes()});
    const auto* const read = std::get_if<transit::ParsedBlock>(&parsed);
    ASSERT_NE(read, nullptr) << std::get<transit::ParseError>(parsed).message;
    ASSERT_THAT(read->events(), SizeIs(1));
    const transit::Object& event = *read->events()[0];
    EXPECT_EQ(event.type_name, transit::kReflection<Event>.name);
    EXPECT_EQ(time_of(event), kTime);
    for (const auto& [name, value] : event.members) {
        if (const auto* const object = std::get_if<const transit::Object*>(&value); object != nullptr) {
            EXPECT_FALSE((*object)->members.empty()) << name;
        }
    }
}

/// "table" is "cars".
PropertyBytes sample_properties() {
    static const std::vector<std::byte> written = [] {
        const PropertySet set{{"table", "cars"}};
        std::vector<std::byte> bytes(size_of_properties(set.views()));
        put_properties(bytes.data(), set.views());
        return bytes;
    }();
    const std::byte* from = written.data();
    return take_properties(from);
}

template <class Event>
void expect_metric(MetricRecord type) {
    SCOPED_TRACE(transit::kReflection<Event>.name);
    const Record record = record_of<Event>(MetricFields{
        .type = type, .metadata = &g_rows, .value_bits = 42, .time = kTime, .properties = sample_properties()});
    const MetricFields read = read_metric(record.begin());
    EXPECT_EQ(read.type, type);
    EXPECT_EQ(read.end, record.end());
    MetricBlockBuilder builder;
    add_metric(builder, read);
    expect_one<Event>(builder);
}

template <class Event>
void expect_span(SpanRecordType type) {
    SCOPED_TRACE(transit::kReflection<Event>.name);
    constexpr bool kIsNamed = requires(Event event) { event.name; };
    const void* const metadata = kIsNamed ? static_cast<const void*>(&g_location) : &g_span;
    const Record record = record_of<Event>(SpanFields{.type = type,
                                                      .metadata = metadata,
                                                      .name = "run time",
                                                      .span_id = 3,
                                                      .parent_span_id = 2,
                                                      .depth = 1,
                                                      .time = kTime,
                                                      .properties = sample_properties()});
    const SpanFields read = read_span(record.begin());
    EXPECT_EQ(read.type, type);
    EXPECT_EQ(read.end, record.end());
    ThreadBlockBuilder builder;
    add_span(builder, read);
    expect_one<Event>(builder);
}

TEST(EventRecords, OfMetricsAreReadAndWritten) {
#define MICROMEGAS_EXPECT(event) expect_metric<wire::event>(MetricRecord::event);
    MICROMEGAS_METRIC_EVENTS(MICROMEGAS_EXPECT)
#undef MICROMEGAS_EXPECT
}

TEST(EventRecords, OfSpansAreReadAndWritten) {
#define MICROMEGAS_EXPECT(event) expect_span<wire::event>(SpanRecordType::event);
    MICROMEGAS_SPAN_EVENTS(MICROMEGAS_EXPECT)
#undef MICROMEGAS_EXPECT
}

}  // namespace
}  // namespace micromegas::tracing::detail
