// Every builtin type as an argument, const and not: what prints natively prints the same on wasm.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

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

TEST(Format, FloatingPointPrintsShortest) {
    EXPECT_THAT(logged(1.5F), ElementsAre("1.5", "1.5", "1.5 7 1.5"));
    EXPECT_THAT(logged(0.1), ElementsAre("0.1", "0.1", "0.1 7 0.1"));
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
TEST(Format, WhatCannotBeFormattedIsToldInPlaceOfTheMessage) {
    const auto sink = std::make_shared<testing::RecordingSink>();
    const TracingSystemGuard guard{{}, sink};
    const char* const null = nullptr;
    MM_INFO("table {}", null);
    MM_INFO("row {:{}}", 1, -1);
    MM_INFO("{:.{}f}", 1.5, -1);
    MM_INFO("row {:{}}", 1, 3);
    EXPECT_THAT(sink->messages(), ElementsAre("[cannot format \"table {}\": string pointer is null]",
                                              StartsWith("[cannot format \"row {:{}}\": "),
                                              StartsWith("[cannot format \"{:.{}f}\": "), "row   1"));
}

}  // namespace
}  // namespace micromegas::tracing
