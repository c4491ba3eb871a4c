// `init_telemetry` on wasm without any JavaScript set-up. The first test of its program, which has no settings yet.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/console_event_sink.hpp>
#include <micromegas/tracing.hpp>

#include <gmock/gmock.h>

#include <emscripten/em_js.h>

#include <string>

// Puts a console in front of the real one that records the method and its arguments.
// clang-format off
EM_JS(void, begin_capture, (), {
    globalThis.capturedLines = [];
    globalThis.originalConsole = {};
    for (const method of ["error", "warn", "info", "debug", "log", "trace"]) {
        originalConsole[method] = console[method];
        console[method] = (...args) => {
            const texts = args.map((arg) => typeof arg === "string" ? arg : JSON.stringify(arg));
            capturedLines.push(method + ": " + texts.join(" | "));
        };
    }
});
EM_JS(int, captured_size, (), { return lengthBytesUTF8(capturedLines.join("\n")); });
EM_JS(void, end_capture, (char* text, int capacity), {
    Object.assign(console, originalConsole);
    stringToUTF8(capturedLines.join("\n"), text, capacity);
});
// clang-format on

namespace engine::sql {
namespace {

namespace telemetry_sink = micromegas::telemetry_sink;
namespace tracing = micromegas::tracing;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

template <class Work>
std::vector<std::string> console_lines(Work work) {
    begin_capture();
    work();
    std::string text(static_cast<std::size_t>(captured_size()) + 1, '\0');
    end_capture(text.data(), static_cast<int>(text.size()));
    text.pop_back();
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

TEST(InitTelemetryWasm, EverythingReachesTheRightMethodOfTheConsoleByDefault) {
    const auto lines = console_lines([] {
        const auto guard = telemetry_sink::init_telemetry();
        EXPECT_FALSE(guard.error());
        MM_FATAL("one");
        MM_ERROR("two {}", 2);
        MM_WARN("three");
        MM_INFO("four");
        MM_DEBUG("five");
        MM_TRACE("six");
        MM_INFO_PROPS((tracing::PropertySet{{"table", "airports"}, {"__proto__", "x"}}), "with properties");
    });
    ASSERT_EQ(lines.size(), 7U);
    EXPECT_THAT(lines[0], StartsWith("error: [engine::sql] one ("));
    EXPECT_THAT(lines[0], HasSubstr("tests/cpp/telemetry_sink/wasm/init_telemetry_wasm_test.cpp:"));
    EXPECT_THAT(lines[1], StartsWith("error: [engine::sql] two 2 ("));
    EXPECT_THAT(lines[2], StartsWith("warn: [engine::sql] three ("));
    EXPECT_THAT(lines[3], StartsWith("info: [engine::sql] four ("));
    EXPECT_THAT(lines[4], StartsWith("debug: [engine::sql] five ("));
    EXPECT_THAT(lines[5], StartsWith("debug: [engine::sql] six ("));
    EXPECT_THAT(lines[6], HasSubstr(R"({"__proto__":"x","table":"airports"})"));
}

TEST(InitTelemetryWasm, UnicodeAndNulsAndLongTextArriveWhole) {
    const std::string megabyte(std::size_t{1} << 20, 'x');
    const auto lines = console_lines([&] {
        const auto guard = telemetry_sink::init_telemetry();
        MM_INFO("{} \u4e16\u754c \U0001F600", "gr\u00fc\u00df");
        MM_INFO("\u00fc literal");
        MM_INFO("<{}>", std::string{"a\0b", 3});
        MM_INFO("{}", megabyte);
        MM_INFO("{}", "");
    });
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_THAT(lines[0], StartsWith("info: [engine::sql] gr\u00fc\u00df \u4e16\u754c \U0001F600 ("));
    EXPECT_THAT(lines[1], StartsWith("info: [engine::sql] \u00fc literal ("));
    EXPECT_THAT(lines[2], StartsWith(std::string{"info: [engine::sql] <a\0b> (", 27}));
    EXPECT_THAT(lines[3], StartsWith("info: [engine::sql] " + megabyte + " ("));
    EXPECT_THAT(lines[4], StartsWith("info: [engine::sql]  ("));
}

TEST(InitTelemetryWasm, TransientEntriesAreNotMistakenForOneAnother) {
    const auto lines = console_lines([] {
        const auto guard = telemetry_sink::init_telemetry();
        for (const char* target : {"first", "second"}) {
            tracing::dispatch::log_interop(
                {tracing::Level::Warn, "", target, "", "", 0, tracing::MetadataLifetime::Transient}, "text");
        }
    });
    EXPECT_THAT(lines, ::testing::ElementsAre("warn: [first] text", "warn: [second] text"));
}

}  // namespace
}  // namespace engine::sql
