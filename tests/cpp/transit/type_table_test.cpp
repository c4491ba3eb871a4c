#include "type_table.hpp"

#include "sample_types.hpp"

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace micromegas::transit::detail {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using transit::testing::kReaders;

/// The error in the types, or "".
std::string problem_with(const std::vector<UserDefinedType>& types) {
    std::optional<std::string> problem;
    const TypeTable table{types, kReaders, problem};
    return problem.value_or("");
}

UserDefinedType type_of(std::uint32_t size, std::vector<Member> members) {
    return {.name = "T", .size = size, .members = std::move(members), .is_reference = false};
}

TEST(TypeTable, TakesEveryNameOfAScalar) {
    EXPECT_THAT(problem_with({type_of(59, {{"a", "u8", 0, 1, false},
                                           {"b", "uint8", 1, 1, false},
                                           {"c", "u32", 2, 4, false},
                                           {"d", "uint32", 6, 4, false},
                                           {"e", "u64", 10, 8, false},
                                           {"f", "uint64", 18, 8, false},
                                           {"g", "i64", 26, 8, false},
                                           {"h", "int64", 34, 8, false},
                                           {"i", "f64", 42, 8, false},
                                           {"j", "whatever", 50, 8, true}})}),
                IsEmpty());
}

TEST(TypeTable, FindsTypesByNameAndReadersForDynamicOnes) {
    const std::vector<UserDefinedType> types{describe<testing::Remark>(),
                                             describe<testing::Tick>(),
                                             type_of(8, {}),
                                             type_of(16, {}),
                                             {.name = "Unreadable", .size = 0, .members = {}, .is_reference = false}};
    std::optional<std::string> problem;
    const TypeTable table{types, kReaders, problem};
    EXPECT_EQ(problem, std::nullopt);
    EXPECT_EQ(table.size(), 5U);
    ASSERT_NE(table.find("Tick"), nullptr);
    EXPECT_THAT(table.find("Tick")->members, SizeIs(1));
    EXPECT_EQ(table.find("Tick")->reader, nullptr);
    EXPECT_EQ(table.find("Remark"), &table[0]);
    EXPECT_NE(table.find("Remark")->reader, nullptr);
    EXPECT_EQ(table.find("T")->size, 8U);  // the first of that name
    EXPECT_EQ(table.find("Unreadable")->reader, nullptr);
    EXPECT_EQ(table.find("Absent"), nullptr);
}

TEST(TypeTable, DoesNotLookAtTheMembersOfADynamicType) {
    EXPECT_THAT(problem_with({type_of(0, {{"a", "nonsense", 900, 7, false}})}), IsEmpty());
}

TEST(TypeTable, RefusesATypeNameThatItDoesNotKnow) {
    EXPECT_EQ(problem_with({type_of(8, {{"a", "u16", 0, 2, false}})}),
              "type \"T\": member \"a\": its type \"u16\" is neither a scalar nor one of the list");
    EXPECT_THAT(problem_with({type_of(8, {{"a", "", 0, 8, false}})}), HasSubstr("its type \"\""));
}

TEST(TypeTable, RefusesASizeThatIsNotThatOfTheType) {
    EXPECT_EQ(problem_with({type_of(8, {{"a", "u32", 0, 8, false}})}),
              "type \"T\": member \"a\": it has 8 bytes, its type 4");
    EXPECT_THAT(problem_with({type_of(8, {{"a", "u8", 0, 0, false}})}), HasSubstr("it has 0 bytes"));
    EXPECT_EQ(problem_with({type_of(8, {{"a", "Kind", 0, 4, true}})}),
              "type \"T\": member \"a\": it has 4 bytes; a reference begins with an id of 8 bytes");
    EXPECT_THAT(problem_with({type_of(8, {{"a", "Tick", 0, 4, false}}), describe<testing::Tick>()}),
                HasSubstr("it has 4 bytes, its type 8"));
}

TEST(TypeTable, TakesReferencesThatAreLongerThanAnId) {
    EXPECT_THAT(problem_with({type_of(16, {{"a", "StaticStringRef", 0, 16, true}})}), IsEmpty());
    EXPECT_THAT(problem_with({type_of(16, {{"a", "StaticStringRef", 8, 16, true}})}),
                HasSubstr("it ends at byte 24 of objects of 16"));
}

TEST(TypeTable, RefusesMembersOutsideTheObject) {
    EXPECT_EQ(problem_with({type_of(8, {{"a", "u32", 5, 4, false}})}),
              "type \"T\": member \"a\": it ends at byte 9 of objects of 8");
    EXPECT_THAT(problem_with({type_of(8, {{"a", "u32", std::numeric_limits<std::uint32_t>::max(), 4, false}})}),
                HasSubstr("it ends at byte 4294967299"));
}

TEST(TypeTable, RefusesMoreMembersThanBytes) {
    EXPECT_EQ(problem_with({type_of(8, {{"a", "u64", 0, 8, false}, {"b", "u8", 0, 1, false}})}),
              "type \"T\": its members have 9 bytes in all, its objects only 8");
}

TEST(TypeTable, RefusesADynamicTypeInsideAStaticOne) {
    EXPECT_EQ(problem_with({type_of(8, {{"a", "Remark", 0, 0, false}}), describe<testing::Remark>()}),
              "type \"T\": member \"a\": its type \"Remark\" is dynamic");
}

TEST(TypeTable, RefusesAReferenceWithoutAnId) {
    UserDefinedType type = type_of(8, {{"id", "u32", 0, 4, false}});
    type.is_reference = true;
    EXPECT_EQ(problem_with({type}), "type \"T\": a reference has to have a member \"id\" of 8 bytes");
    type.members = {{"key", "u64", 0, 8, false}};
    EXPECT_THAT(problem_with({type}), HasSubstr("has to have a member \"id\""));
    type.members = {{"id", "u64", 0, 8, false}};
    EXPECT_THAT(problem_with({type}), IsEmpty());
}

}  // namespace
}  // namespace micromegas::transit::detail
