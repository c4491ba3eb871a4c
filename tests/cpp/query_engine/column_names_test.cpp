#include "column_names.hpp"

#include <gmock/gmock.h>

#include <set>

namespace engine {
namespace {

using testing::ElementsAre;

std::vector<std::string> unique(std::vector<std::string> names) {
    make_names_unique(names);
    return names;
}

TEST(MakeNamesUnique, NumbersRepeatedNames) {
    EXPECT_THAT(unique({"id", "name", "ID", "id"}), ElementsAre("id", "name", "ID_2", "id_3"));
}

TEST(MakeNamesUnique, DoesNotTakeANameThatComesLater) {
    EXPECT_THAT(unique({"a", "a", "a_2"}), ElementsAre("a", "a_3", "a_2"));
    EXPECT_THAT(unique({"a_2", "a", "a", "a_2"}), ElementsAre("a_2", "a", "a_3", "a_2_2"));
}

TEST(MakeNamesUnique, ReturnsTheRenamedColumns) {
    std::vector<std::string> names = {"a", "b", "a"};
    const auto renamed = make_names_unique(names);
    ASSERT_EQ(renamed.size(), 1U);
    EXPECT_EQ(renamed[0].index, 2U);
    EXPECT_EQ(renamed[0].from, "a");
    EXPECT_EQ(renamed[0].to, "a_2");
}

TEST(MakeNamesUnique, ManagesManyOfOneName) {
    const auto names = unique(std::vector<std::string>(2000, "x"));
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 2000U);
}

}  // namespace
}  // namespace engine
