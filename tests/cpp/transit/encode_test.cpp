#include "sample_types.hpp"

#include <micromegas/transit/encode.hpp>

#include <limits>

namespace micromegas::transit {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)

/// Encodes over bytes that are not zero, so that unwritten bytes show.
template <StaticType T>
std::vector<std::byte> encoded(const T& object) {
    std::vector<std::byte> bytes(kSizeOf<T>, std::byte{0xAA});
    encode(object, bytes.data());
    return bytes;
}

template <DynamicType T>
std::vector<std::byte> encoded(const T& object) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(size_of(object)), std::byte{0xAA});
    encode(object, bytes.data());
    return bytes;
}

TEST(Encode, ZeroesTheGaps) {
    EXPECT_EQ(encoded(Sample{.value = 0x0807060504030201, .weight = 0x0C0B0A09}),
              bytes_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0, 0}));
    EXPECT_EQ(encoded(Scalars{.small = 1, .medium = 2, .next = 3, .large = 4, .with_sign = -1, .real = 1.0, .last = 5}),
              bytes_of({1, 0, 0, 0, 2, 0, 0,    0,    3,    0,    0,    0,    0,    0,    0,    0,
                        4, 0, 0, 0, 0, 0, 0,    0,    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                        0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 5,    0,    0,    0,    0,    0,    0,    0}));
}

TEST(Encode, PacksWithoutGaps) {
    EXPECT_EQ(encoded(PackedScalars{.small = 1, .with_sign = std::numeric_limits<std::int64_t>::min(), .medium = 2}),
              bytes_of({1, 0, 0, 0, 0, 0, 0, 0, 0x80, 2, 0, 0, 0}));
}

TEST(Encode, PutsObjectsInObjects) {
    const auto bytes = encoded(Pair{.first = {.kind = 1, .name = {2}, .time = 3}, .second = {4}});
    EXPECT_EQ(bytes, bytes_of({1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,  //
                               3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(Encode, PutsTheFieldsOfADynamicTypeOneAfterTheOther) {
    const auto data = bytes_of({0xDE, 0xAD});
    EXPECT_EQ(encoded(Remark{.kind = 1, .level = 2, .target = {3}, .text = "h\xC3\xA9", .data = data}),
              bytes_of({1, 0, 0, 0, 0,    0,   0,    0,     // kind
                        2,                                  // level
                        3, 0, 0, 0, 0,    0,   0,    0,     // target
                        2, 3, 0, 0, 0,    'h', 0xC3, 0xA9,  // text: UTF-8, its length in bytes
                        2, 0, 0, 0, 0xDE, 0xAD}));          // data
}

TEST(Encode, EmptyTextAndDataHaveALengthOfZero) {
    EXPECT_EQ(encoded(Remark{.kind = 0, .level = 0, .target = {0}, .text = {}, .data = {}}), std::vector<std::byte>([] {
                  std::vector<std::byte> bytes(26);
                  bytes[17] = std::byte{2};  // the codec
                  return bytes;
              }()));
}

TEST(Encode, CountsTheObjectsOfAList) {
    const std::array labels{StringId{5}, StringId{6}};
    EXPECT_EQ(encoded(Labels{.id = 1, .labels = labels}),
              bytes_of({1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(Encode, EndsATailWhereTheObjectEnds) {
    EXPECT_EQ(encoded(StaticString{.id = 1, .text = "ab"}), bytes_of({1, 0, 0, 0, 0, 0, 0, 0, 'a', 'b'}));
    EXPECT_EQ(encoded(StaticStringDependency{.id = 1, .text = "ab"}),
              bytes_of({1, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 'a', 'b'}));
}

}  // namespace
}  // namespace micromegas::transit
