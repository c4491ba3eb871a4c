// The code of docs/guide/instrumenting.md.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/context.hpp>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/safe_to_copy.hpp>
#include <micromegas/tracing/std.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tracing = micromegas::tracing;

// begin: safe
namespace engine {

struct Row {
    int table;
    int number;
};

}  // namespace engine

template <>
inline constexpr bool micromegas::tracing::is_safe_to_copy<engine::Row> = true;
// end

template <>
struct fmt::formatter<engine::Row> : fmt::formatter<int> {
    template <class Context>
    auto format(const engine::Row& row, Context& context) const {
        return fmt::formatter<int>::format(row.number, context);
    }
};

namespace engine::sql {

namespace {

// begin: logs
void retry(int attempt, std::string_view table) {
    MM_INFO("retry {} of {}", attempt, table);
    MM_LOG("engine.net", micromegas::tracing::Level::Warn, "attempt {} failed", attempt);

    MM_ERROR("gave up", MM_P("table", table), MM_P("attempts", attempt));
}
// end

// begin: properties
void finish(std::string_view table, std::int64_t rows, double share) {
    MM_INFO("query of {} is done", table, MM_P("rows", rows), MM_P("share", share), MM_P("cached", rows == 0));

    static const micromegas::tracing::PropertySet engine{{"engine", "sqlite"}, {"version", "3"}};
    MM_INFO_PROPS(engine, "query of {} is done", table, MM_P("rows", rows));
}
// end

// begin: limited
void receive(std::size_t bytes, bool is_whole) {
    MM_DEBUG_IF(!is_whole, "a part of {} bytes", bytes);
    MM_WARN_LIMITED(once, "packets arrive");
    MM_INFO_LIMITED(every(100), "received {} bytes", bytes);
    MM_WARN_LIMITED(per_second(10), "a packet of {} bytes", bytes);
}
// end

// begin: std
enum class Outcome { Done, Refused };

void explain_outcome(const std::filesystem::path& file, std::span<const std::byte> head, std::chrono::milliseconds time,
                     Outcome outcome) {
    MM_INFO("{} after {}", micromegas::tracing::by_name(outcome), time);
    MM_DEBUG("{} begins with {}", file, micromegas::tracing::hex(head));
}
// end

// begin: metrics
void report(std::int64_t rows, double milliseconds) {
    MM_IMETRIC("rows_scanned", "count", rows);
    MM_FMETRIC("query_time", "ms", milliseconds);
}
// end

// begin: spans
void run_query(std::string_view statement) {
    MM_SPAN_FUNCTION();
    {
        MM_SPAN_SCOPE("parse");
        MM_TRACE("parsing {}", statement);
    }
    MM_SPAN_SCOPE("execute");
}
// end

// begin: span properties
std::size_t count(const std::string& table, std::size_t (*execute)(const std::string& table)) {
    MM_SPAN_VAR(span, "query", MM_P("table", table), MM_P("limit", 1000));
    const std::size_t rows = execute(table);
    span.set("rows", rows);
    return rows;
}
// end

// begin: enabled
void explain(std::string_view (*plan)()) {
    if (MM_LOG_ENABLED(micromegas::tracing::Level::Debug)) {
        const std::string_view text = plan();  // costs much
        MM_DEBUG("the plan is {}", text);
    }
}
// end

// begin: filter
std::optional<std::string> show_more(std::string_view filter) {
    if (const auto error = micromegas::tracing::set_filter(filter)) {
        return error->message;
    }
    return std::nullopt;
}
// end

// begin: context
void serve(const std::string& request, std::string_view statement) {
    const micromegas::tracing::ContextGuard context{{{"request", request}}};
    MM_INFO("serving");    // with the request
    run_query(statement);  // and so each entry and metric in here
}
// end

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Instrumenting, Logs) {
    const tracing::testing::ScopedTracing recorded;
    retry(3, "cars");
    const std::vector<tracing::testing::RecordedLog> logs = recorded.logs();
    ASSERT_EQ(logs.size(), 3U);
    EXPECT_EQ(logs[0].target, "engine::sql");
    EXPECT_EQ(logs[0].message, "retry 3 of cars");
    EXPECT_EQ(logs[1].target, "engine.net");
    EXPECT_EQ(logs[1].level, tracing::Level::Warn);
    EXPECT_THAT(logs[2].properties,
                ElementsAre(tracing::Property{"table", "cars"}, tracing::Property{"attempts", "3"}));
}

TEST(Instrumenting, Properties) {
    const tracing::testing::ScopedTracing recorded;
    finish("cars", 0, 0.5);
    const std::vector<tracing::testing::RecordedLog> logs = recorded.logs();
    ASSERT_EQ(logs.size(), 2U);
    EXPECT_THAT(logs[0].properties, ElementsAre(tracing::Property{"rows", "0"}, tracing::Property{"share", "0.5"},
                                                tracing::Property{"cached", "true"}));
    EXPECT_THAT(logs[1].properties, ElementsAre(tracing::Property{"engine", "sqlite"},
                                                tracing::Property{"version", "3"}, tracing::Property{"rows", "0"}));
}

TEST(Instrumenting, AsksBeforeWorkThatCostsMuch) {
    const tracing::testing::ScopedTracing recorded{tracing::Filter{tracing::LevelFilter::Info}};
    static int plans = 0;
    const auto plan = []() -> std::string_view {
        ++plans;
        return "a scan";
    };
    explain(plan);
    EXPECT_EQ(plans, 0);
    EXPECT_EQ(show_more("info,engine::sql=debug"), std::nullopt);
    explain(plan);
    EXPECT_EQ(plans, 1);
    EXPECT_THAT(recorded.messages(), ElementsAre("the plan is a scan"));
    EXPECT_THAT(show_more("engine::sql=loud").value_or(""), HasSubstr("loud"));
}

TEST(Instrumenting, ConditionalAndLimitedEntries) {
    tracing::testing::ScopedTracing recorded;
    receive(10, false);
    EXPECT_THAT(recorded.messages(),
                ElementsAre("a part of 10 bytes", "packets arrive", "received 10 bytes", "a packet of 10 bytes"));
    recorded.clear();
    receive(20, true);
    EXPECT_THAT(recorded.messages(), ElementsAre("a packet of 20 bytes"));
}

TEST(Instrumenting, TypesOfTheStandardLibrary) {
    const tracing::testing::ScopedTracing recorded;
    constexpr std::array kHead{std::byte{'P'}, std::byte{'K'}};
    explain_outcome("cars.zip", kHead, std::chrono::milliseconds{15}, Outcome::Refused);
    MM_INFO("row {}", Row{1, 2});
    EXPECT_THAT(recorded.messages(), ElementsAre("Refused after 15ms", HasSubstr(" begins with 50 4b"), "row 2"));
}

TEST(Instrumenting, MetricsAndSpansCompile) {
    const tracing::testing::ScopedTracing recorded;
    report(200, 1.5);
    run_query("SELECT 1");
    EXPECT_EQ(count("cars", [](const std::string& table) { return table.size(); }), 4U);
    EXPECT_THAT(recorded.messages(), ElementsAre("parsing SELECT 1"));
}

TEST(Instrumenting, Context) {
    const tracing::testing::ScopedTracing recorded;
    serve("7", "SELECT 1");
    for (const tracing::testing::RecordedLog& log : recorded.logs()) {
        EXPECT_THAT(log.properties, ElementsAre(tracing::Property{"request", "7"})) << log.message;
    }
    EXPECT_THAT(recorded.messages(), ElementsAre("serving", "parsing SELECT 1"));
}

}  // namespace
}  // namespace engine::sql
