// A fixture for tests of async spans: each begins with a new in-memory sink.
#pragma once

#include "recording_fixture.hpp"

#include <micromegas/tracing/testing_blocks.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace micromegas::tracing {

class AsyncSpans : public BlockTest {
protected:
    void SetUp() override { init(); }

    /// "name<parent's name" of each span so far; a root's name alone. All spans must have ended.
    std::vector<std::string> tree() {
        dispatch::flush_all();
        const std::vector<testing::RecordedSpan> spans = testing::read_spans(*sink_);
        std::map<std::uint64_t, const testing::RecordedSpan*> by_id;
        for (const testing::RecordedSpan& span : spans) {
            EXPECT_TRUE(by_id.emplace(span.span_id, &span).second) << span.name;
        }
        std::vector<std::string> lines;
        for (const testing::RecordedSpan& span : spans) {
            EXPECT_TRUE(span.end) << span.name;
            const auto parent = by_id.find(span.parent_span_id);
            const bool is_root = parent == by_id.end();
            EXPECT_EQ(is_root, span.parent_span_id == 0) << span.name;
            EXPECT_EQ(span.depth, is_root ? 0 : parent->second->depth + 1) << span.name;
            lines.push_back(is_root ? span.name : span.name + "<" + parent->second->name);
        }
        return lines;
    }
};

/// Runs the function to its end, on a separate thread.
template <class Function>
void elsewhere(Function&& function) {
    std::thread{std::forward<Function>(function)}.join();
}

}  // namespace micromegas::tracing
