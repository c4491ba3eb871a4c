#include <micromegas/tracing/property_set.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

namespace micromegas::tracing {
namespace {

/// A sort that swaps neighbours would take minutes.
TEST(SortByName, ALargeSetInReverseOrderIsSorted) {
    constexpr int kMost = 100'000;
    std::vector<Property> many;
    for (int i = kMost; i-- != 0;) {
        many.push_back({std::to_string(1'000'000 + i), ""});
    }
    const PropertySet set{many};
    std::ranges::reverse(many);
    EXPECT_TRUE(std::ranges::equal(set.properties(), many));
}

}  // namespace
}  // namespace micromegas::tracing
