#include <micromegas/transit/value.hpp>

#include <gmock/gmock.h>

namespace micromegas::transit {
namespace {

TEST(Object, FindsAMemberByNameAndType) {
    const Object object{.type_name = "T", .members = {{"a", std::uint64_t{1}}, {"b", 2.5}, {"a", std::uint64_t{3}}}};
    ASSERT_NE(object.get<std::uint64_t>("a"), nullptr);
    EXPECT_EQ(*object.get<std::uint64_t>("a"), 1U);
    ASSERT_NE(object.get<double>("b"), nullptr);
    EXPECT_EQ(*object.get<double>("b"), 2.5);
    EXPECT_EQ(object.get<std::int64_t>("a"), nullptr);
    EXPECT_EQ(object.get<std::uint64_t>("c"), nullptr);
}

}  // namespace
}  // namespace micromegas::transit
