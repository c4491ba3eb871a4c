#include <micromegas/tracing/stack_trace.hpp>

#include <gmock/gmock.h>

#include <algorithm>

namespace micromegas::tracing {
namespace {

TEST(StackTrace, HasALineForEachCall) {
    const std::string text = stack_trace();
    EXPECT_FALSE(text.empty());
    EXPECT_FALSE(text.starts_with('\n'));
    EXPECT_FALSE(text.ends_with('\n'));
    EXPECT_GT(std::ranges::count(text, '\n'), 0);
    EXPECT_LT(std::ranges::count(text, '\n'), 64);
}

/// Its frames are more than the most that is told.
std::string recurse(int depth) {
    const std::string text = depth == 0 ? stack_trace() : recurse(depth - 1);
    return text.empty() ? "none" : text;
}

TEST(StackTrace, IsBounded) { EXPECT_LE(std::ranges::count(recurse(200), '\n'), 63); }

}  // namespace
}  // namespace micromegas::tracing
