#include <micromegas/tracing/property_set.hpp>

#include <gmock/gmock.h>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace micromegas::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PropertySet, IsSortedByName) {
    const PropertySet set{{"zebra", "1"}, {"ant", "2"}, {"mouse", "3"}};
    EXPECT_THAT(set.properties(), ElementsAre(Property{"ant", "2"}, Property{"mouse", "3"}, Property{"zebra", "1"}));
}

TEST(PropertySet, OfEqualNamesTheLastCounts) {
    EXPECT_THAT((PropertySet{{"a", "1"}, {"b", "x"}, {"a", "2"}, {"a", "3"}}.properties()),
                ElementsAre(Property{"a", "3"}, Property{"b", "x"}));
    std::vector<Property> many;
    for (int i = 0; i < 100; ++i) {
        many.push_back({std::to_string(i % 10), std::to_string(i)});
    }
    const PropertySet set{std::move(many)};
    ASSERT_EQ(set.properties().size(), 10U);
    for (const Property& property : set.properties()) {
        EXPECT_EQ(property.value, "9" + property.name);
    }
}

TEST(PropertySet, NamesDifferByCaseAndMayHoldAnything) {
    const std::string nul{"a\0b", 3};
    const PropertySet set{{"A", "1"}, {"a", "2"}, {nul, "3"}, {"", "4"}};
    EXPECT_THAT(set.properties(),
                ElementsAre(Property{"", "4"}, Property{"A", "1"}, Property{"a", "2"}, Property{nul, "3"}));
}

TEST(PropertySet, CopiesShareOneAllocation) {
    PropertySet original{{"a", "1"}};
    const PropertySet copy = original;
    EXPECT_EQ(copy.properties().data(), original.properties().data());
    original = PropertySet{{"b", "2"}};
    EXPECT_THAT(copy.properties(), ElementsAre(Property{"a", "1"})) << "the set outlives the one it was copied from";
}

TEST(PropertySet, AMovedFromSetIsEmpty) {
    PropertySet from{{"a", "1"}};
    const PropertySet to = std::move(from);
    EXPECT_THAT(to.properties(), ElementsAre(Property{"a", "1"}));
    EXPECT_THAT(from.properties(), IsEmpty());  // NOLINT(bugprone-use-after-move): under test
    EXPECT_EQ(from, PropertySet{});
}

TEST(PropertySet, IsAssigned) {
    const PropertySet one{{"a", "1"}};
    PropertySet to{{"b", "2"}};
    to = one;
    EXPECT_EQ(to, one);
    const PropertySet& itself = to;
    to = itself;
    EXPECT_EQ(to, one);
    PropertySet other{{"c", "3"}};
    to = std::move(other);
    EXPECT_EQ(to, (PropertySet{{"c", "3"}}));
    EXPECT_EQ(one.properties().size(), 1U);
}

TEST(PropertySet, EqualityIsOfContentsNotOfOrderOrIdentity) {
    EXPECT_EQ((PropertySet{{"a", "1"}, {"b", "2"}}), (PropertySet{{"b", "2"}, {"a", "1"}}));
    EXPECT_EQ((PropertySet{{"a", "0"}, {"a", "1"}}), (PropertySet{{"a", "1"}}));
    EXPECT_NE((PropertySet{{"a", "1"}}), (PropertySet{{"a", "2"}}));
    EXPECT_NE((PropertySet{{"a", "1"}}), (PropertySet{{"b", "1"}}));
    EXPECT_NE((PropertySet{{"a", "1"}}), PropertySet{});
    EXPECT_EQ(PropertySet{}, PropertySet{std::vector<Property>{}});
}

TEST(PropertySet, EmptyOnesHoldNothing) {
    EXPECT_THAT(PropertySet{}.properties(), IsEmpty());
    EXPECT_THAT(PropertySet{std::vector<Property>{}}.properties(), IsEmpty());
}

static_assert(std::is_nothrow_move_constructible_v<PropertySet> && std::is_nothrow_copy_constructible_v<PropertySet>);

}  // namespace
}  // namespace micromegas::tracing
