// Each line of the table of event kinds has everything that follows from it, and a sample for the tests of readers.
#include "sample_blocks.hpp"

#include <micromegas/tracing/block_events.hpp>
#include <micromegas/tracing/detail/event_kinds.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <string_view>
#include <variant>

namespace micromegas::tracing {
namespace {

using testing::SampleBlock;
using transit::Object;
using transit::ParsedBlock;

template <class Queue>
class Kinds {
public:
    /// `has_meaning` is whether the library reads an event as one of this stream.
    Kinds(const SampleBlock& sample, bool (*has_meaning)(const Object&))
        : parsed_(parse_block(sample.input())), has_meaning_(has_meaning) {}

    template <class Event>
    void expect(std::string_view name) {
        SCOPED_TRACE(name);
        EXPECT_EQ(transit::kReflection<Event>.name, name) << "its struct has another name on the wire";
        EXPECT_EQ(Queue::template type_index<Event>(), index_);
        EXPECT_EQ(types_[index_], transit::describe<Event>());
        ++index_;

        const auto* const block = std::get_if<ParsedBlock>(&parsed_);
        ASSERT_NE(block, nullptr) << std::get<transit::ParseError>(parsed_).message;
        const auto event = std::ranges::find(block->events(), name, &Object::type_name);
        ASSERT_NE(event, block->events().end()) << "sample_blocks.hpp has no event of this type";
        EXPECT_TRUE(has_meaning_(**event));
        EXPECT_EQ(block->unread_events(), 0U);
    }

private:
    std::variant<ParsedBlock, transit::ParseError> parsed_;
    bool (*has_meaning_)(const Object&);
    std::vector<transit::UserDefinedType> types_ = Queue::metadata();
    std::size_t index_ = 0;
};

#define MICROMEGAS_EXPECT(event) kinds.expect<wire::event>(#event);

TEST(EventKinds, Logs) {
    Kinds<wire::LogObjectQueue> kinds{testing::log_sample(),
                                      [](const Object& event) { return as_log(event).has_value(); }};
    MICROMEGAS_LOG_EVENTS(MICROMEGAS_EXPECT)
}

TEST(EventKinds, Metrics) {
    Kinds<wire::MetricObjectQueue> kinds{testing::metrics_sample(),
                                         [](const Object& event) { return as_metric(event).has_value(); }};
    MICROMEGAS_METRIC_EVENTS(MICROMEGAS_EXPECT)
}

TEST(EventKinds, Spans) {
    Kinds<wire::ThreadObjectQueue> kinds{testing::thread_sample(),
                                         [](const Object& event) { return as_span(event).has_value(); }};
    MICROMEGAS_SPAN_EVENTS(MICROMEGAS_EXPECT)
}

TEST(EventKinds, Images) {
    Kinds<wire::ImageObjectQueue> kinds{testing::image_sample(),
                                        [](const Object& event) { return as_image(event).has_value(); }};
    MICROMEGAS_IMAGE_EVENTS(MICROMEGAS_EXPECT)
}

}  // namespace
}  // namespace micromegas::tracing
