// A program with plain entries only: it has no {fmt} to fall back to.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// `Size` bytes, most of which differ from a brace by one bit. Some are UTF-8 of two bytes, which may be cut.
template <std::size_t Size>
constexpr std::array<char, Size> text_of() {
    std::array<char, Size> text{};
    for (std::size_t index = 0; index < Size; ++index) {
        text[index] = std::string_view{"z|~yk\xC7\xBB;="}[index * 5 % 9];
    }
    return text;
}

/// The same text before a field, after it, and before another one at the end.
template <std::size_t Size>
constexpr std::array<char, 2 * Size + 4> format_of() {
    std::array<char, 2 * Size + 4> format{};
    auto* out = format.data();
    for (int field = 0; field < 2; ++field) {
        out = std::ranges::copy(text_of<Size>(), out).out;
        out = std::ranges::copy(std::string_view{"{}"}, out).out;
    }
    return format;
}

template <std::size_t Size>
void log_between_texts() {
    static constexpr auto kFormat = format_of<Size>();
    MM_INFO((std::string_view{kFormat.data(), kFormat.size()}), 1, "two");
}

TEST_F(PlainFormat, TextOfAnyLengthBetweenTheFields) {
    [&]<std::size_t... Size>(std::index_sequence<Size...>) {
        (log_between_texts<Size>(), ...);
        const std::vector<std::string> texts{std::string{text_of<Size>().data(), Size}...};
        ASSERT_EQ(sink_->messages().size(), texts.size());
        for (std::size_t index = 0; index < texts.size(); ++index) {
            EXPECT_EQ(sink_->messages()[index], texts[index] + "1" + texts[index] + "two");
        }
    }
    (std::make_index_sequence<34>());
}

TEST_F(PlainFormat, ANullPointerIsReported) {
    const char* const null = nullptr;
    MM_INFO("table {} of {}", null, 3);
    MM_INFO("goes on: {}", 4);
    EXPECT_THAT(sink_->messages(),
                ElementsAre("[cannot format \"table {} of {}\": string pointer is null]", "goes on: 4"));
}

}  // namespace
}  // namespace micromegas::tracing
