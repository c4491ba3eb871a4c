// Translation units that were compiled after different headers call the same inline functions: their events have the
// names in the source.
#include "units.hpp"

#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

namespace {

using micromegas::tracing::Level;
using micromegas::tracing::testing::ScopedRecording;
using testing::ElementsAreArray;
using testing::IsSubsetOf;

const std::vector<std::string> kSpans{
    "function",
    "function: whole",
    "function: inner",
    "function: second inner",
    "function: one of a line",
    "function: other of a line",
    "function: named",
    "parser: tokenize",
    "parser: build tree",
    "parser: lambda",
    "parser: lambda in a lambda",
    "Parser::member_template",
    "member template: generic lambda",
    "Parser::member_template",
    "member template: generic lambda",
    "function template: first",
    "function template: second",
    "function template: first",
    "function template: second",
    "coroutine: first",
    "coroutine: second",
};

const std::vector<std::string> kMetrics{
    "function: integer",         "function: float",           "parser: tokens",
    "function template: metric", "function template: metric", "coroutine: metric",
};

struct Entry {
    Level level;
    std::string message;
    std::string target = "shared";

    bool operator==(const Entry&) const = default;
    friend void PrintTo(const Entry& entry, std::ostream* out) {
        *out << static_cast<int>(entry.level) << " [" << entry.target << "] " << entry.message;
    }
};

const std::vector<Entry> kEntries{
    {Level::Info, "function: one of a line 1"},
    {Level::Info, "function: other of a line 2"},
    {Level::Debug, "function: debug"},
    {Level::Warn, "function: warn"},
    {Level::Error, "function: with a target", "elsewhere"},
    {Level::Info, "parser: in a lambda"},
    {Level::Warn, "parser: in a lambda in a lambda"},
    {Level::Info, "parser: parsed"},
    {Level::Trace, "member template: trace"},
    {Level::Info, "member template: 1"},
    {Level::Debug, "member template: debug 1"},
    {Level::Error, "member template: error 1"},
    {Level::Trace, "member template: trace"},
    {Level::Info, "member template: text"},
    {Level::Debug, "member template: debug text"},
    {Level::Error, "member template: error text"},
    {Level::Debug, "function template: debug 2"},
    {Level::Info, "function template: info 2"},
    {Level::Warn, "function template: warn 2"},
    {Level::Debug, "function template: debug 3.5"},
    {Level::Info, "function template: info 3.5"},
    {Level::Warn, "function template: warn 3.5"},
    {Level::Info, "coroutine: begun"},
    {Level::Info, "coroutine: resumed"},
    {Level::Error, "constant expression: negative"},
};

bool is_severe(const Entry& entry) { return entry.level <= Level::Warn; }

/// The events of a unit, without those of other.hpp.
struct Recorded {
    std::vector<std::string> spans;
    std::vector<std::string> metrics;
    std::vector<Entry> entries;
    std::vector<Entry> severe;
};

Recorded record(void (*call)()) {
    const ScopedRecording recording;
    call();
    Recorded recorded;
    for (const auto& span : recording.spans()) {
        if (span.target == "shared") {
            recorded.spans.push_back(span.name);
        }
    }
    for (const auto& metric : recording.metrics()) {
        if (metric.target == "shared") {
            recorded.metrics.push_back(metric.name);
        }
    }
    for (const auto& log : recording.logs()) {
        if (log.target != "other") {
            recorded.entries.push_back({log.level, log.message, log.target});
        }
    }
    std::copy_if(recorded.entries.begin(), recorded.entries.end(), std::back_inserter(recorded.severe), is_severe);
    return recorded;
}

class OneDefinition : public testing::TestWithParam<void (*)()> {};

TEST_P(OneDefinition, SpansCarryTheNamesOfTheirPlaces) {
    EXPECT_THAT(record(GetParam()).spans, ElementsAreArray(kSpans));
}

TEST_P(OneDefinition, SoDoMetrics) { EXPECT_THAT(record(GetParam()).metrics, ElementsAreArray(kMetrics)); }

TEST_P(OneDefinition, SoDoEntries) {
    const Recorded recorded = record(GetParam());
    std::vector<Entry> severe;
    std::copy_if(kEntries.begin(), kEntries.end(), std::back_inserter(severe), is_severe);
    // One of the units was compiled without the others, and the linker may have kept its functions.
    EXPECT_THAT(recorded.severe, ElementsAreArray(severe));
    EXPECT_THAT(recorded.entries, IsSubsetOf(kEntries));
}

INSTANTIATE_TEST_SUITE_P(Units, OneDefinition, testing::Values(call_direct, call_after_other, call_with_few_levels));

}  // namespace
