// {fmt} and users' formatters may throw; a log call may not.
#include "../recording_test.hpp"

#include <micromegas/tracing.hpp>

#include <fmt/format.h>

#include <stdexcept>

namespace {
struct Throws {
    bool standard;
};
}  // namespace

template <>
struct fmt::formatter<Throws> {
    static constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
    static auto format(const Throws& object, fmt::format_context& context) -> decltype(context.out()) {
        *context.out() = '!';
        if (object.standard) {
            throw std::runtime_error("no text for this");
        }
        throw 42;
    }
};

namespace micromegas::tracing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using FormatMessage = testing::RecordingTest;

TEST_F(FormatMessage, AFormatterThatThrowsIsReportedInPlaceOfTheMessage) {
    MM_INFO("value: {}", Throws{true});
    EXPECT_EQ(last().message, "[cannot format \"value: {}\": no text for this]");
    MM_INFO("value: {}", Throws{false});
    EXPECT_EQ(last().message, "[cannot format \"value: {}\": unknown exception]");
}

TEST_F(FormatMessage, SoIsAWidthThatIsKnownToBeWrongAtRunTimeOnly) {
    MM_INFO("{:{}}", 1, -1);
    EXPECT_THAT(last().message, AllOf(HasSubstr("[cannot format \"{:{}}\": "), Not(HasSubstr("unknown"))));
}

TEST_F(FormatMessage, TheNextCallIsAsEver) {
    MM_INFO("{}", Throws{true});
    MM_INFO("fine {}", 1);
    EXPECT_EQ(last().message, "fine 1");
    EXPECT_EQ(count(), 2U);
}

/// What an argument throws is the caller's, and leaves the library as it was.
TEST_F(FormatMessage, AnArgumentThatThrows) {
    const auto argument = []() -> int { throw std::runtime_error("argument"); };
    EXPECT_THROW(MM_INFO("{}", argument()), std::runtime_error);
    MM_INFO("fine");
    EXPECT_EQ(count(), 1U);
}

}  // namespace
}  // namespace micromegas::tracing
