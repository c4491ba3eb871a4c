// Options out of their ranges initialise nothing, and the message names the option and the range.
#include <micromegas/tracing/crash_handlers.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <system_error>

namespace micromegas::tracing {
namespace {

using namespace std::chrono_literals;
using testing::RecordingSink;

constexpr std::chrono::milliseconds kYear = 24h * 365;

struct Refused {
    DispatchConfig config;
    const char* message;
};

const std::array<Refused, 9> kRefused{{
    {{.backtrace = {.entries = 1'000'001}},
     "DispatchConfig::backtrace.entries is 1000001; allowed is from 0 to 1000000"},
    {{.backtrace = {.bytes = 1023}},
     "DispatchConfig::backtrace.bytes is 1023 bytes; allowed is from 1024 to 1073741824"},
    {{.logs_buffer_size = 0}, "DispatchConfig::logs_buffer_size is 0 bytes; allowed is from 1 to 50331648"},
    {{.metrics_buffer_size = (48 << 20) + 1},
     "DispatchConfig::metrics_buffer_size is 50331649 bytes; allowed is from 1 to 50331648"},
    {{.threads_buffer_size = std::numeric_limits<std::size_t>::max()},
     "DispatchConfig::threads_buffer_size is 18446744073709551615 bytes; allowed is from 1 to 50331648"},
    {{.memory_limit = 65535},
     "DispatchConfig::memory_limit is 65535 bytes; allowed is from 65536 to 4611686018427387903"},
    {{.flush_timeout = 0ms}, "DispatchConfig::flush_timeout is 0 ms; allowed is from 1 to 31536000000"},
    {{.shutdown_timeout = -1ms}, "DispatchConfig::shutdown_timeout is -1 ms; allowed is from 1 to 31536000000"},
    {{.shutdown_timeout = kYear + 1ms},
     "DispatchConfig::shutdown_timeout is 31536000001 ms; allowed is from 1 to 31536000000"},
}};

TEST(OptionRanges, OutsideNothingIsInitialised) {
    set_filter(Filter{LevelFilter::Warn});
    for (const Refused& refused : kRefused) {
        DispatchConfig config = refused.config;
        config.filter = Filter{LevelFilter::Error};
        const auto sink = std::make_shared<RecordingSink>();
        const std::error_code error = dispatch::init_event_dispatch(config, sink);
        EXPECT_EQ(error, InitError::OptionOutOfRange);
        EXPECT_EQ(describe_init_error(error, config), refused.message);
        EXPECT_EQ(sink->startups(), 0) << refused.message;
        EXPECT_EQ(dispatch::get_sink(), nullptr) << refused.message;
        EXPECT_EQ(current_filter().to_string(), "warn") << refused.message;
    }
    set_max_level(LevelFilter::Trace);
}

TEST(OptionRanges, TheirEndsAreAllowed) {
    const DispatchConfig least{.logs_buffer_size = 1,
                               .metrics_buffer_size = 1,
                               .threads_buffer_size = 1,
                               .memory_limit = 65536,
                               .flush_timeout = 1ms,
                               .shutdown_timeout = kYear};
    EXPECT_FALSE(dispatch::init_event_dispatch(least, std::make_shared<RecordingSink>()));
    dispatch::shutdown_dispatch();
}

TEST(OptionRanges, OfCrashHandlers) {
    for (const std::chrono::milliseconds patience : {0ms, -1ms, kYear + 1ms}) {
        EXPECT_EQ(install_crash_handlers({.patience = patience}), std::errc::invalid_argument) << patience.count();
    }
}

}  // namespace
}  // namespace micromegas::tracing
