#include "sample_types.hpp"

#include <micromegas/transit/heterogeneous_queue.hpp>

#include <cstddef>
#include <utility>

namespace micromegas::transit {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using ::testing::ElementsAre;
using ::testing::Field;

using Queue = HeterogeneousQueue<Sample, Tick, Remark>;

static_assert(Queue::type_index<Sample>() == 0);
static_assert(Queue::type_index<Tick>() == 1);
static_assert(Queue::type_index<Remark>() == 2);
static_assert(!Queue::kHolds<Scalars>);

TEST(HeterogeneousQueue, PutsAnIndexBeforeAnObjectOfStaticSize) {
    Queue queue;
    queue.push(Sample{.value = 1, .weight = 2});
    EXPECT_EQ(queue.size(), 17U);
    queue.push(Tick{.time = 3});
    EXPECT_EQ(queue.size(), 26U);
    EXPECT_EQ(queue.count(), 2U);
    EXPECT_EQ(bytes_of(queue.bytes()), bytes_of({0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,  //
                                                 1, 3, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(HeterogeneousQueue, PutsTheSizeBeforeAnObjectOfDynamicSize) {
    Queue queue;
    EXPECT_TRUE(queue.push(Remark{.kind = 1, .level = 2, .target = {3}, .text = "x", .data = {}}));
    EXPECT_EQ(bytes_of(queue.bytes()), bytes_of({2, 27, 0, 0, 0,                               // index, size
                                                 1, 0,  0, 0, 0, 0, 0, 0, 2,                   // kind, level
                                                 3, 0,  0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 'x',  // target, text
                                                 0, 0,  0, 0}));                               // data
    EXPECT_EQ(queue.count(), 1U);
}

TEST(HeterogeneousQueue, RefusesAnObjectWhoseSizeNeedsMoreThan32Bits) {
    if constexpr (sizeof(std::size_t) > sizeof(std::uint32_t)) {
        Queue queue;
        queue.push(Tick{.time = 1});
        const std::byte first{};
        // Never read: the size alone decides.
        const std::span<const std::byte> huge{&first, std::size_t{1} << 31U << 1U};
        EXPECT_FALSE(queue.push(Remark{.kind = 1, .level = 2, .target = {3}, .text = "x", .data = huge}));
        EXPECT_EQ(queue.size(), 9U);
        EXPECT_EQ(queue.count(), 1U);
    }
}

TEST(HeterogeneousQueue, ListsTheTypesOfItsFieldsBehindItsOwn) {
    using Nested = HeterogeneousQueue<Pair, Labels, Remark, Tick>;
    EXPECT_THAT(Nested::metadata(),
                ElementsAre(Field(&UserDefinedType::name, "Pair"), Field(&UserDefinedType::name, "Labels"),
                            Field(&UserDefinedType::name, "Remark"), Field(&UserDefinedType::name, "Tick"),
                            Field(&UserDefinedType::name, "NamedTick"), Field(&UserDefinedType::name, "StringId"),
                            Field(&UserDefinedType::name, "StaticStringRef")));
}

TEST(HeterogeneousQueue, ListsATypeOnceThatIsItsOwnAndThatOfAField) {
    using Both = HeterogeneousQueue<NamedTick, Pair>;
    EXPECT_THAT(Both::metadata(),
                ElementsAre(Field(&UserDefinedType::name, "NamedTick"), Field(&UserDefinedType::name, "Pair"),
                            Field(&UserDefinedType::name, "StringId")));
}

TEST(HeterogeneousQueue, MayHoldNothing) {
    EXPECT_TRUE(HeterogeneousQueue<>::metadata().empty());
    EXPECT_TRUE(HeterogeneousQueue<>{}.bytes().empty());
}

TEST(HeterogeneousQueue, DoesNotMoveWithinReservedMemory) {
    Queue queue;
    queue.reserve(10 * 17);
    queue.push(Sample{.value = 1, .weight = 2});
    const std::byte* const begin = queue.bytes().data();
    for (int i = 0; i < 9; ++i) {
        queue.push(Sample{.value = 1, .weight = 2});
    }
    EXPECT_EQ(queue.bytes().data(), begin);
}

TEST(HeterogeneousQueue, IsEmptyOnceItsBytesAreReleased) {
    Queue queue;
    queue.push(Tick{.time = 1});
    const ByteBuffer bytes = queue.release();
    EXPECT_EQ(bytes.size(), 9U);
    EXPECT_EQ(queue.size(), 0U);
    EXPECT_EQ(queue.count(), 0U);
    queue.push(Tick{.time = 2});
    EXPECT_EQ(bytes_of(queue.bytes()), bytes_of({1, 2, 0, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(bytes_of(bytes.bytes()), bytes_of({1, 1, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(HeterogeneousQueue, ForgetsItsObjectsWhereItIsCleared) {
    Queue queue;
    queue.push(Tick{.time = 1});
    queue.clear();
    EXPECT_EQ(queue.size(), 0U);
    EXPECT_EQ(queue.count(), 0U);
}

TEST(HeterogeneousQueue, GrowsToManyObjects) {
    Queue queue;
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        queue.push(Tick{.time = i});
    }
    const auto types = Queue::metadata();
    const ParsedBlock block = accepted(
        {.dependencies_metadata = {}, .objects_metadata = types, .dependencies = {}, .objects = queue.bytes()});
    ASSERT_EQ(block.events().size(), 100'000U);
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        ASSERT_EQ(*block.events()[static_cast<std::size_t>(i)]->get<std::uint64_t>("time"), i);
    }
}

}  // namespace
}  // namespace micromegas::transit
