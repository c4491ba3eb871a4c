// Types of the standard library as arguments, natively copied and formatted later where their bytes are all there is.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/std.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <variant>
#include <vector>

namespace shop {

enum class State : std::uint8_t { Closed, Open = 7, Sold };
enum class Signed { Below = -1, Zero };
enum class Wide : std::uint64_t { First, Last = std::numeric_limits<std::uint64_t>::max() };

/// Without a default constructor.
struct Price {
    explicit constexpr Price(int of) : cents(of) {}
    int cents;
};

}  // namespace shop

template <>
inline constexpr bool micromegas::tracing::is_safe_to_copy<shop::Price> = true;

template <>
struct fmt::formatter<shop::Price> : fmt::formatter<int> {
    template <class Context>
    auto format(const shop::Price& price, Context& context) const {
        return fmt::formatter<int>::format(price.cents, context);
    }
};

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;
using ::testing::AnyOf;
using StdTypes = testing::RecordingTest;

TEST_F(StdTypes, Chrono) {
    MM_INFO("{} {} {}", 15ms, 2h, std::chrono::duration<double>{1.5});
    EXPECT_EQ(last().message, "15ms 2h 1.5s");
    MM_INFO("{:%Y-%m-%d}", std::chrono::system_clock::time_point{} + 24h);
    EXPECT_EQ(last().message, "1970-01-02");
}

TEST_F(StdTypes, Paths) {
    MM_INFO("{}", std::filesystem::path{"/tmp/a"});
    EXPECT_THAT(last().message, AnyOf("/tmp/a", "\"/tmp/a\""));  // {fmt} 9 quotes it
}

TEST_F(StdTypes, OptionalsAndVariants) {
    MM_INFO("{} {} {} {}", std::optional{5}, std::optional<int>{}, std::optional<std::string>{"a"},
            std::variant<int, std::string>{"b"});
    EXPECT_EQ(last().message, "optional(5) none optional(\"a\") variant(\"b\")");
}

TEST_F(StdTypes, ErrorCodesAndThreadIds) {
    MM_INFO("{}", std::make_error_code(std::errc::no_such_file_or_directory));
    EXPECT_EQ(last().message, "generic:" + std::to_string(static_cast<int>(std::errc::no_such_file_or_directory)));
    MM_INFO("{}", std::this_thread::get_id());
    EXPECT_FALSE(last().message.empty());
}

TEST_F(StdTypes, RangesAndTuples) {
    MM_INFO("{} {} {}", std::vector{1, 2}, std::map<std::string, int>{{"a", 1}}, std::tuple{1, "b"});
    EXPECT_EQ(last().message, "[1, 2] {\"a\": 1} (1, \"b\")");
}

TEST_F(StdTypes, HexDumps) {
    const std::array<std::byte, 3> bytes{std::byte{0xDE}, std::byte{0x00}, std::byte{0x7F}};
    MM_INFO("{} [{}] {}", hex(bytes), hex(std::string{}), hex(std::vector<std::uint16_t>{0x0102}));
    EXPECT_EQ(last().message, "de 00 7f [] 02 01");
    MM_INFO("{:d}", hex(std::string_view{"0123456789abcdef\n~"}));
    EXPECT_EQ(last().message,
              "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
              "00000010  0a 7e                                             |.~|");
}

TEST_F(StdTypes, EnumeratorsByName) {
    using shop::State;
    MM_INFO("{} {} {:>5} {}", by_name(State::Closed), by_name(State::Open), by_name(State::Sold),
            by_name(static_cast<State>(3)));
    EXPECT_EQ(last().message, "Closed Open  Sold 3");
    MM_INFO("{} {} {} {}", by_name(shop::Signed::Below), by_name(shop::Signed::Zero), by_name(shop::Wide::First),
            by_name(shop::Wide::Last));
    EXPECT_EQ(last().message, "-1 Zero First 18446744073709551615");
}

TEST_F(StdTypes, TextOfOtherEncodings) {
    EXPECT_EQ(utf8(u"a\u00DC\u20AC\U0001F600"), "a\xC3\x9C\xE2\x82\xAC\xF0\x9F\x98\x80");
    EXPECT_EQ(utf8(U"a\u00DC\u20AC\U0001F600"), "a\xC3\x9C\xE2\x82\xAC\xF0\x9F\x98\x80");
    EXPECT_EQ(utf8(L"a\u00DC\u20AC"), "a\xC3\x9C\xE2\x82\xAC");
    EXPECT_EQ(utf8(u8"a\u00DC\u20AC\U0001F600"), "a\xC3\x9C\xE2\x82\xAC\xF0\x9F\x98\x80");
    MM_INFO("{}", utf8(u"\u00DCber"));
    EXPECT_EQ(last().message,
              "\xC3\x9C"
              "ber");
}

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

TEST(TextOfOtherEncodings, UnitsThatBelongToNoCharacter) {
    const std::string one{kReplacement};
    EXPECT_EQ(utf8(std::u16string{0xD800, u'a'}), one + "a");
    EXPECT_EQ(utf8(std::u16string{0xDC00, 0xD800}), one + one);
    EXPECT_EQ(utf8(std::u32string{0x110000, 0xD900, 0xFFFFFFFF, U'a'}), one + one + one + "a");
    const auto from_utf8 = [](std::initializer_list<int> units) {
        std::u8string text;
        for (const int unit : units) {
            text.push_back(static_cast<char8_t>(unit));
        }
        return utf8(text);
    };
    EXPECT_EQ(from_utf8({'a', 0x80, 'b'}), "a" + one + "b");
    EXPECT_EQ(from_utf8({0xC3}), one);
    EXPECT_EQ(from_utf8({0xC0, 0x80}), one + one);                          // too long
    EXPECT_EQ(from_utf8({0xED, 0xA0, 0x80}), one + one + one);              // a surrogate
    EXPECT_EQ(from_utf8({0xF4, 0x90, 0x80, 0x80}), one + one + one + one);  // behind the last character
    EXPECT_EQ(from_utf8({0xF4, 0x8F, 0xBF, 0xBF}), "\xF4\x8F\xBF\xBF");
    EXPECT_EQ(from_utf8({0xE0, 0x9F, 0xBF}), one + one + one);
    EXPECT_EQ(from_utf8({0xF0, 0x8F, 0xBF, 0xBF}), one + one + one + one);
}

TEST_F(StdTypes, UserTypesThatAreSafeToCopy) {
    MM_INFO("{} {:04}", shop::Price{250}, shop::Price{7});
    EXPECT_EQ(last().message, "250 0007");
}

}  // namespace
}  // namespace micromegas::tracing
