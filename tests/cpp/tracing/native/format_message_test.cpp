// {fmt} and users' formatters may throw; a log call may not.
#include "../recording_test.hpp"

#include <micromegas/tracing.hpp>

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

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

TEST_F(FormatMessage, TheNextCallWorks) {
    MM_INFO("{}", Throws{true});
    MM_INFO("fine {}", 1);
    EXPECT_EQ(last().message, "fine 1");
    EXPECT_EQ(count(), 2U);
}

/// Plain fields go past {fmt}'s parser.
template <class Value>
class FormatLikeFmt : public testing::RecordingTest {
protected:
    void expect(Value value) {
        MM_INFO("{}", value);
        EXPECT_EQ(last().message, fmt::format("{}", value));
        MM_INFO("a longer text before {} and {} behind", value, value);
        EXPECT_EQ(last().message, fmt::format("a longer text before {} and {} behind", value, value));
        MM_INFO("{} {{}} {}", value, value);
        EXPECT_EQ(last().message, fmt::format("{} {{}} {}", value, value));
        MM_INFO("{1} {0} {2:>30}", value, value, value);
        EXPECT_EQ(last().message, fmt::format("{1} {0} {2:>30}", value, value, value));
    }
};

using Numbers = ::testing::Types<signed char, unsigned char, short, unsigned short, int, unsigned, long, unsigned long,
                                 long long, unsigned long long, float, double, long double>;
TYPED_TEST_SUITE(FormatLikeFmt, Numbers);

TYPED_TEST(FormatLikeFmt, Numbers) {
    using Limits = std::numeric_limits<TypeParam>;
    for (const TypeParam value :
         {TypeParam{0}, TypeParam{1}, TypeParam{9}, TypeParam{10}, TypeParam{99}, TypeParam{100}, TypeParam{127},
          Limits::min(), Limits::max(), Limits::lowest(), static_cast<TypeParam>(Limits::max() / 2),
          static_cast<TypeParam>(Limits::lowest() / 3), static_cast<TypeParam>(-1)}) {
        this->expect(value);
    }
    if constexpr (Limits::has_infinity) {
        for (const double value : {-0.0, 0.1, -0.3, 1.5, 1e-4, 1e-5, 1e15, 1e16, 1e17, 123456789012345678.0, 1e21, 1e22,
                                   5e-324, 2.2250738585072014e-308, 4.9406564584124654e-40, 1.0 / 3}) {
            this->expect(static_cast<TypeParam>(value));
        }
        for (const double whole : {123456.0, 999999999999999.0, -999999999999999.0, 999999999999999.5}) {
            this->expect(static_cast<TypeParam>(whole));
        }
        for (const TypeParam value : {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN(),
                                      -Limits::quiet_NaN(), Limits::denorm_min(), Limits::epsilon()}) {
            this->expect(value);
        }
    }
}

/// Every width and sign of exponents, all of them reproducible.
TEST_F(FormatMessage, AnyBitsOfADoubleAsFmt) {
    std::mt19937_64 random{7};  // NOLINT(cert-msc32-c,cert-msc51-cpp)
    for (int i = 0; i < 5000; ++i) {
        const auto value = std::bit_cast<double>(random());
        const auto narrow = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
        MM_INFO("{} {}", value, narrow);
        ASSERT_EQ(last().message, fmt::format("{} {}", value, narrow));
    }
}

TEST_F(FormatMessage, TextsBooleansAndCharactersAsFmt) {
    const std::string nul("a\0b", 3);
    const auto* const address = static_cast<const void*>(&nul);
    for (const std::size_t size : {0U, 1U, 7U, 8U, 9U, 440U, 499U, 500U, 501U, 100'000U}) {
        const std::string text(size, 'x');
        MM_INFO("{}|{}|{}", text, std::string_view{text}, text.c_str());
        EXPECT_EQ(last().message, text + "|" + text + "|" + text);
        MM_INFO("{}{}{}{}", text, 1.5, true, 'c');
        EXPECT_EQ(last().message, text + "1.5truec");
    }
    MM_INFO("{} {} {} {} {}", nul, true, false, '\0', address);
    EXPECT_EQ(last().message, fmt::format("{} {} {} {} {}", nul, true, false, '\0', address));
    MM_INFO("{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17.5, "e");
    EXPECT_EQ(last().message, "1234567891011121314151617.5e");
    MM_INFO("}}{}{{", 1);
    EXPECT_EQ(last().message, "}1{");
}

/// An exception of an argument goes to the caller, and does not change the library's state.
TEST_F(FormatMessage, AnArgumentThatThrows) {
    const auto argument = []() -> int { throw std::runtime_error("argument"); };
    EXPECT_THROW(MM_INFO("{}", argument()), std::runtime_error);
    MM_INFO("fine");
    EXPECT_EQ(count(), 1U);
}

}  // namespace
}  // namespace micromegas::tracing
