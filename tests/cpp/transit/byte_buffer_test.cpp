#include <micromegas/transit/byte_buffer.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace micromegas::transit {
namespace {

void append(ByteBuffer& buffer, std::size_t count, unsigned value) {
    std::fill_n(buffer.extend(count), count, static_cast<std::byte>(value));
}

TEST(ByteBuffer, BeginsEmptyAndWithoutMemory) {
    const ByteBuffer buffer;
    EXPECT_EQ(buffer.size(), 0U);
    EXPECT_EQ(buffer.capacity(), 0U);
    EXPECT_TRUE(buffer.bytes().empty());
}

TEST(ByteBuffer, KeepsItsBytesWhereItGrows) {
    ByteBuffer buffer;
    std::vector<std::byte> expected;
    for (unsigned i = 0; i < 1000; ++i) {
        append(buffer, i % 7, i);
        expected.insert(expected.end(), i % 7, static_cast<std::byte>(i));
    }
    EXPECT_EQ(std::vector(buffer.bytes().begin(), buffer.bytes().end()), expected);
}

TEST(ByteBuffer, TakesMoreThanTwiceItsSizeAtOnce) {
    ByteBuffer buffer;
    append(buffer, 1, 7);
    append(buffer, 100'000, 9);
    EXPECT_EQ(buffer.size(), 100'001U);
    EXPECT_EQ(buffer.bytes().front(), std::byte{7});
    EXPECT_EQ(buffer.bytes().back(), std::byte{9});
}

TEST(ByteBuffer, DoesNotMoveWithinReservedMemory) {
    ByteBuffer buffer;
    buffer.reserve(1000);
    append(buffer, 1, 1);
    const std::byte* const begin = buffer.bytes().data();
    append(buffer, 999, 2);
    buffer.reserve(10);  // less than its capacity
    EXPECT_EQ(buffer.bytes().data(), begin);
    EXPECT_EQ(buffer.capacity(), 1000U);
}

TEST(ByteBuffer, ClearingKeepsTheMemory) {
    ByteBuffer buffer;
    append(buffer, 600, 1);
    const std::size_t capacity = buffer.capacity();
    buffer.clear();
    EXPECT_EQ(buffer.size(), 0U);
    EXPECT_EQ(buffer.capacity(), capacity);
}

TEST(ByteBuffer, IsEmptyOnceMoved) {
    ByteBuffer buffer;
    append(buffer, 3, 5);
    ByteBuffer constructed = std::move(buffer);
    EXPECT_EQ(constructed.size(), 3U);
    EXPECT_EQ(buffer.size(), 0U);  // NOLINT(bugprone-use-after-move): promised
    append(buffer, 2, 6);
    constructed = std::move(buffer);
    EXPECT_EQ(constructed.size(), 2U);
    EXPECT_EQ(constructed.bytes().front(), std::byte{6});
    EXPECT_EQ(buffer.capacity(), 0U);  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace micromegas::transit
