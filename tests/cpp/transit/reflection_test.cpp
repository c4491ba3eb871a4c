#include "sample_types.hpp"

#include <micromegas/transit/reflection.hpp>

namespace micromegas::transit {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using ::testing::ElementsAre;
using ::testing::IsEmpty;

static_assert(kSizeOf<Sample> == 16);
static_assert(kSizeOf<Tick> == 8);
static_assert(kSizeOf<Scalars> == 48);
static_assert(kSizeOf<PackedScalars> == 13);
static_assert(kSizeOf<NamedTick> == 24);
static_assert(kSizeOf<Pair> == 32);
static_assert(offset_of<Scalars>("small") == 0);
static_assert(offset_of<Scalars>("medium") == 4);
static_assert(offset_of<Scalars>("next") == 8);
static_assert(offset_of<Scalars>("large") == 16);
static_assert(offset_of<Scalars>("last") == 40);
static_assert(offset_of<PackedScalars>("with_sign") == 1);
static_assert(offset_of<PackedScalars>("medium") == 9);
static_assert(StaticType<Sample> && !DynamicType<Sample>);
static_assert(DynamicType<Remark> && !StaticType<Remark>);
static_assert(!Reflected<std::uint64_t> && !Reflected<std::string>);

TEST(Reflection, DescribesScalarsInTheirPlaces) {
    EXPECT_EQ(describe<PackedScalars>(), (UserDefinedType{.name = "PackedScalars",
                                                          .size = 13,
                                                          .members = {{"small", "u8", 0, 1, false},
                                                                      {"with_sign", "i64", 1, 8, false},
                                                                      {"medium", "u32", 9, 4, false}},
                                                          .is_reference = false}));
    EXPECT_THAT(describe<Scalars>().members,
                ElementsAre(Member{"small", "u8", 0, 1, false}, Member{"medium", "u32", 4, 4, false},
                            Member{"next", "u8", 8, 1, false}, Member{"large", "u64", 16, 8, false},
                            Member{"with_sign", "i64", 24, 8, false}, Member{"real", "f64", 32, 8, false},
                            Member{"last", "u8", 40, 1, false}));
}

TEST(Reflection, DescribesReferencesByTheirFreeText) {
    EXPECT_THAT(describe<NamedTick>().members,
                ElementsAre(Member{"kind", "Kind", 0, 8, true}, Member{"name", "StringId", 8, 8, false},
                            Member{"time", "i64", 16, 8, false}));
}

TEST(Reflection, DescribesAReferenceType) {
    EXPECT_EQ(describe<StringId>(),
              (UserDefinedType{
                  .name = "StringId", .size = 8, .members = {{"id", "usize", 0, 8, true}}, .is_reference = true}));
}

TEST(Reflection, GivesADynamicTypeNeitherSizeNorMembers) {
    const UserDefinedType type = describe<Remark>();
    EXPECT_EQ(type.name, "Remark");
    EXPECT_EQ(type.size, 0U);
    EXPECT_THAT(type.members, IsEmpty());
    EXPECT_FALSE(type.is_reference);
}

}  // namespace
}  // namespace micromegas::transit
