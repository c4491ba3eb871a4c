#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/spdlog_sink.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>
#include <spdlog/logger.h>

#include <memory>
#include <string>
#include <variant>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using testing::ScopedTracing;
using ::testing::SizeIs;

// begin: spdlog
std::shared_ptr<spdlog::logger> make_logger(const std::string& name) {
    return std::make_shared<spdlog::logger>(name, std::make_shared<micromegas::tracing::SpdlogSink>());
}
// end

TEST(SpdlogSink, GivesLevelTargetMessageAndPlace) {
    const ScopedTracing tracing;
    const auto logger = make_logger("net.http");
    logger->set_level(spdlog::level::trace);
    logger->trace("6");
    logger->debug("5");
    const int rows = 4;  // not a temporary, which spdlog 1.10 with std::format does not take
    logger->info("{} rows", rows);
    logger->warn("3");
    logger->error("2");
    logger->critical("braces stay: {}", "{} {x}");
    logger->log(spdlog::source_loc{"src/net.cpp", 12, "connect"}, spdlog::level::warn, "slow");
    const auto logs = tracing.logs();
    ASSERT_THAT(logs, SizeIs(7));
    for (const std::size_t i : {0U, 1U, 2U, 3U, 4U, 5U}) {
        EXPECT_EQ(static_cast<unsigned>(logs[i].level), 6U - i);
        EXPECT_EQ(logs[i].target, "net.http");
        EXPECT_EQ(logs[i].line, 0);
        EXPECT_THAT(logs[i].file, IsEmpty());
    }
    EXPECT_EQ(logs[2].message, "4 rows");
    EXPECT_EQ(logs[6].file, "src/net.cpp");
    EXPECT_EQ(logs[6].line, 12);
}

TEST(SpdlogSink, ALoggerWithoutNameHasTheSinksTarget) {
    const ScopedTracing tracing;
    make_logger("")->info("one");
    spdlog::logger("", std::make_shared<SpdlogSink>("mine")).info("two");
    EXPECT_EQ(tracing.logs()[0].target, "spdlog");
    EXPECT_EQ(tracing.logs()[1].target, "mine");
}

TEST(SpdlogSink, BothLevelsApply) {
    const ScopedTracing tracing{std::get<Filter>(Filter::parse("info,net.http=warn"))};
    const auto logger = make_logger("net.http");
    logger->info("refused by the filter");
    logger->warn("passes");
    logger->sinks().front()->set_level(spdlog::level::err);
    logger->warn("refused by the sink's own level");
    EXPECT_THAT(tracing.messages(), ElementsAre("passes"));
    logger->flush();
}

}  // namespace
}  // namespace micromegas::tracing
