#include "sql/suggestion.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace engine::sql {
namespace {

const std::vector<std::string> kNames = {"date", "weather", "temp_max", "temp_min", "Wildlife Species"};

TEST(ClosestName, FindsATypingError) {
    EXPECT_EQ(closest_name("wether", kNames), "weather");
    EXPECT_EQ(closest_name("WEATHER", kNames), "weather");
    EXPECT_EQ(closest_name("tempmax", kNames), "temp_max");
    EXPECT_EQ(closest_name("Wildlife Specis", kNames), "Wildlife Species");
}

TEST(ClosestName, IgnoresDistantNames) {
    EXPECT_EQ(closest_name("humidity", kNames), std::nullopt);
    EXPECT_EQ(closest_name("x", kNames), std::nullopt);
    EXPECT_EQ(closest_name("", kNames), std::nullopt);
    EXPECT_EQ(closest_name("a", std::vector<std::string>{"b"}), std::nullopt);
    EXPECT_EQ(closest_name(std::string(100'000, 'x'), kNames), std::nullopt);
}

}  // namespace
}  // namespace engine::sql
