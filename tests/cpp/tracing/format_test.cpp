// Every builtin type as an argument, const and not: the text is the same natively and on wasm.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace probe {

struct Temperature {
    double kelvin;
};
double format_as(const Temperature& temperature) { return temperature.kelvin; }

}  // namespace probe

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

template <class Value>
std::vector<std::string> logged(Value value) {
    const auto sink = std::make_shared<testing::RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    const std::add_const_t<Value> constant = value;
    MM_INFO("{}", value);
    MM_INFO("{}", constant);
    MM_INFO("{} {} {}", constant, 7, value);
    return sink->messages();
}

template <class Integer>
class FormatInteger : public ::testing::Test {};

using Integers = ::testing::Types<signed char, unsigned char, short, unsigned short, int, unsigned, long, unsigned long,
                                  long long, unsigned long long, std::ptrdiff_t, std::size_t>;
TYPED_TEST_SUITE(FormatInteger, Integers);

TYPED_TEST(FormatInteger, PrintsItsValue) {
    EXPECT_THAT(logged(static_cast<TypeParam>(5)), ElementsAre("5", "5", "5 7 5"));
}

template <class Number>
void expect_every_length_of(bool is_negative) {
    const auto sink = std::make_shared<testing::RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    std::vector<std::string> expected;
    const auto log = [&](Number number) {
        MM_INFO("{}>", number);
        expected.push_back(std::to_string(number) + ">");
    };
    constexpr Number kBase = 10;
    Number power = 1;
    for (int digits = 0; digits <= std::numeric_limits<Number>::digits10; ++digits) {
        const Number number = is_negative ? 0 - power : power;
        log(number);
        log(number - 1);
        log(number + 1);
        power = digits < std::numeric_limits<Number>::digits10 ? power * kBase : power;
    }
    log(std::numeric_limits<Number>::min());
    log(std::numeric_limits<Number>::max());
    EXPECT_EQ(sink->messages(), expected);
}

TEST(Format, IntegersOfEveryLength) {
    expect_every_length_of<int>(false);
    expect_every_length_of<int>(true);
    expect_every_length_of<long long>(false);
    expect_every_length_of<long long>(true);
    expect_every_length_of<unsigned>(false);
    expect_every_length_of<unsigned long long>(false);
}

TEST(Format, FieldsOfEveryKind) {
    const auto sink = std::make_shared<testing::RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    MM_INFO("{{{}}} {}", 1, "{}");
    MM_INFO("}}{}{{", false);
    MM_INFO("{1} {0}", 'a', "b");
    MM_INFO("{:>4}|{:#x}|{}", 7, 255, 8);
    MM_INFO("{}{}{}", "", std::string_view{}, std::string_view{"\0x", 2});
    MM_INFO("{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, "15", '!');
    EXPECT_THAT(sink->messages(), ElementsAre("{1} {}", "}false{", "b a", "   7|0xff|8", std::string("\0x", 2),
                                              "0123456789101112131415!"));
}

/// Around the sizes at which a formatted message leaves the stack.
TEST(Format, MessagesOfEveryLength) {
    const auto sink = std::make_shared<testing::RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    constexpr std::size_t kLongest = 520;
    std::vector<std::string> expected;
    for (std::size_t length = 0; length <= kLongest; ++length) {
        const std::string text(length, 'x');
        MM_INFO("{} a", text);
        MM_INFO("{} is {}", text, length);
        MM_INFO("{}{} µ", text, 'c');
        expected.insert(expected.end(), {text + " a", text + " is " + std::to_string(length), text + "c µ"});
    }
    EXPECT_EQ(sink->messages(), expected);
}

TEST(Format, FloatingPointPrintsShortest) {
    EXPECT_THAT(logged(1.5F), ElementsAre("1.5", "1.5", "1.5 7 1.5"));
    EXPECT_THAT(logged(0.1), ElementsAre("0.1", "0.1", "0.1 7 0.1"));
}

TEST(Format, WideNumbersObeyTheirSpecs) {
    const auto sink = std::make_shared<testing::RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    MM_INFO("{:.2f} {:>6} {:e} {:*^7.{}f}|", 1.125, 2.5F, 3.0L, 0.5, 1);
    MM_INFO("{} {:x}", static_cast<__int128>(-5), static_cast<unsigned __int128>(255));
    MM_INFO_PROPS(PropertySet{}, "{:.1f} of {}", 0.25, 7);
    EXPECT_THAT(sink->messages(), ElementsAre("1.12    2.5 3.000000e+00 **0.5**|", "-5 ff", "0.2 of 7"));
}

#if FMT_VERSION >= 100000  // from there on format_as may be of a class
TEST(Format, ValuesFormattedAsAWideNumberPrintAsOne) {
    const auto sink = std::make_shared<testing::RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    MM_INFO("{:.1f} K", probe::Temperature{273.15});
    MM_INFO_PROPS(PropertySet{}, "{} K", probe::Temperature{0.5});
    EXPECT_THAT(sink->messages(), ElementsAre("273.1 K", "0.5 K"));
}
#endif

/// Like a call from a bridge, with arguments that no macro has checked.
TEST(Format, TheDispatchTakesAnyArgument) {
    static constinit const LogMetadata site{Level::Info, "{} {:.1f}", "probe", "probe", __FILE__, __LINE__};
    const auto sink = std::make_shared<testing::RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    const double number = 1.5;
    const long double other = 2.25L;
    dispatch::log(site, fmt::make_format_args(number, other));
    dispatch::log_tagged(site, PropertySet{}, fmt::make_format_args(number, other));
    MM_INFO("{}", 7);
    EXPECT_THAT(sink->messages(), ElementsAre("1.5 2.2", "1.5 2.2", "7"));
}

TEST(Format, SpecsOfEveryOtherKind) {
    const auto sink = std::make_shared<testing::RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    MM_INFO("{:5}|{:<5}|{:^5}|{:>5}|{:05}|{:+}|{:#x}|{:#b}|{:c}", 1, 2, 3, 4, -5, 6, 255, 5, 65);
    MM_INFO("{:5}|{:.2}|{:?}|{:>4}|{:d}|{:?}|{:p}", "a", "abc", "a\n", 'c', true, 'c', static_cast<void*>(nullptr));
    MM_INFO("{1} {0} {{}} {0:{1}}", 7, 3);
    EXPECT_THAT(sink->messages(), ElementsAre("    1|2    |  3  |    4|-0005|+6|0xff|0b101|A",
                                              "a    |ab|\"a\\n\"|   c|1|'c'|0x0", "3 7 {}   7"));
}

TEST(Format, BoolAndCharPrintAsSuch) {
    EXPECT_THAT(logged(true), ElementsAre("true", "true", "true 7 true"));
    EXPECT_THAT(logged('c'), ElementsAre("c", "c", "c 7 c"));
}

TEST(Format, StringsOfAnyKindPrintTheirText) {
    EXPECT_THAT(logged("abc"), ElementsAre("abc", "abc", "abc 7 abc"));
    EXPECT_THAT(logged(std::string{"abc"}), ElementsAre("abc", "abc", "abc 7 abc"));
    EXPECT_THAT(logged(std::string_view{"abc"}), ElementsAre("abc", "abc", "abc 7 abc"));
}

TEST(Format, PointersPrintTheirAddress) {
    EXPECT_THAT(logged(static_cast<const void*>(nullptr)), ElementsAre("0x0", "0x0", "0x0 7 0x0"));
    EXPECT_THAT(logged(nullptr), ElementsAre("0x0", "0x0", "0x0 7 0x0"));
}

/// The last one shows that the program goes on.
TEST(Format, AFormattingErrorReplacesTheMessage) {
    const auto sink = std::make_shared<testing::RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    MM_INFO("row {:{}}", 1, -1);
    MM_INFO("{:.{}f}", 1.5, -1);
    MM_INFO("row {:{}}", 1, 3);
    EXPECT_THAT(sink->messages(), ElementsAre(StartsWith("[cannot format \"row {:{}}\": "),
                                              StartsWith("[cannot format \"{:.{}f}\": "), "row   1"));
}

}  // namespace
}  // namespace micromegas::tracing
