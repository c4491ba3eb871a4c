// A program of which every entry is plain: it has no {fmt} to fall back to.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <limits>
#include <memory>
#include <string>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;

class PlainFormat : public ::testing::Test {
protected:
    std::shared_ptr<testing::RecordingSink> sink_ = std::make_shared<testing::RecordingSink>();
    TracingSystemGuard guard_{{}, sink_};
};

TEST_F(PlainFormat, EveryKindOfArgument) {
    const std::string text = "text";
    MM_INFO("{} {} {} {} {} {}", text, "literal", 'c', true, -5, std::numeric_limits<unsigned long long>::max());
    MM_INFO("nothing");
    MM_INFO_PROPS((PropertySet{{"name", "value"}}), "{}", 7U);
    EXPECT_THAT(sink_->messages(), ElementsAre("text literal c true -5 18446744073709551615", "nothing", "7"));
}

TEST_F(PlainFormat, MessagesOfAnyLength) {
    for (const std::size_t size : {0U, 450U, 480U, 500U, 501U, 100'000U}) {
        const std::string text(size, 'x');
        MM_INFO("{}{}", text, 12);
        EXPECT_EQ(sink_->messages().back(), text + "12");
    }
}

TEST_F(PlainFormat, ANullPointerIsTold) {
    const char* const null = nullptr;
    MM_INFO("table {} of {}", null, 3);
    MM_INFO("goes on: {}", 4);
    EXPECT_THAT(sink_->messages(),
                ElementsAre("[cannot format \"table {} of {}\": string pointer is null]", "goes on: 4"));
}

}  // namespace
}  // namespace micromegas::tracing
