#include "record/chunk_pool.hpp"

#include <gmock/gmock.h>

#include <cstring>
#include <vector>

#include <sys/resource.h>

namespace micromegas::tracing::detail {
namespace {

/// Never destroyed, like the pool of threads, which keeps its memory. Still reachable, so no leak.
ChunkPool& new_pool() {
    static auto& pools = *new std::vector<ChunkPool*>;
    return *pools.emplace_back(new ChunkPool);
}

class ChunkPoolTest : public ::testing::Test {
protected:
    void SetUp() override { pool_.set_limit(std::size_t{64} << 20); }
    void TearDown() override {
        for (Chunk* const chunk : taken_) {
            pool_.give_back(chunk);
        }
    }

    Chunk* take(std::size_t bytes, bool is_first) {
        Chunk* const chunk = pool_.take(bytes, is_first);
        if (chunk != nullptr) {
            taken_.push_back(chunk);
        }
        return chunk;
    }

    ChunkPool& pool_ = new_pool();
    std::vector<Chunk*> taken_;
};

long page_faults() {
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_minflt;
}

TEST_F(ChunkPoolTest, AThreadsFirstChunkIsSmall) {
    EXPECT_EQ(take(100, true)->capacity, kSmallChunkBytes - sizeof(Chunk));
    EXPECT_EQ(take(100, false)->capacity, kLargeChunkBytes - sizeof(Chunk));
    EXPECT_EQ(take(kSmallChunkBytes, true)->capacity, kLargeChunkBytes - sizeof(Chunk));
}

TEST_F(ChunkPoolTest, AnEventLargerThanAChunkGetsOneOfItsOwn) {
    Chunk* const chunk = take(1 << 20, true);
    ASSERT_NE(chunk, nullptr);
    EXPECT_GE(chunk->capacity, std::size_t{1} << 20);
    std::memset(chunk->begin(), 1, chunk->capacity);
}

TEST_F(ChunkPoolTest, ReturnedChunksAreReused) {
    Chunk* const chunk = pool_.take(100, false);
    pool_.give_back(chunk);
    EXPECT_EQ(take(100, false), chunk);
    EXPECT_EQ(chunk->next.load(), nullptr);
}

TEST_F(ChunkPoolTest, ReplenishedChunksAreWarm) {
    pool_.replenish();
    constexpr std::size_t kChunks = 8;
    taken_.reserve(kChunks);
    take(100, false);
    const long before = page_faults();
    for (std::size_t i = 1; i < kChunks; ++i) {
        Chunk* const chunk = take(100, false);
        std::memset(chunk->begin(), 1, chunk->capacity);
    }
    EXPECT_LT(page_faults() - before, 8) << "of 112 pages";
}

TEST_F(ChunkPoolTest, IsLowWhereLessThanASlabIsLeft) {
    EXPECT_TRUE(pool_.is_low());
    pool_.replenish();
    EXPECT_FALSE(pool_.is_low());
    Chunk* const chunk = pool_.take(100, false);
    EXPECT_TRUE(pool_.is_low());
    pool_.give_back(chunk);
    EXPECT_FALSE(pool_.is_low());
}

TEST_F(ChunkPoolTest, GivesNothingPastTwiceItsLimit) {
    pool_.set_limit(2 * kLargeChunkBytes);
    constexpr std::size_t kOfScarceMemory = 2 * kLargeChunkBytes / kSmallChunkBytes;
    for (std::size_t i = 0; i < 2 + kOfScarceMemory; ++i) {
        EXPECT_EQ(pool_.is_over_limit(), i > 2) << i;
        Chunk* const chunk = take(100, false);
        ASSERT_NE(chunk, nullptr) << i;
        EXPECT_EQ(chunk->capacity, (i < 2 ? kLargeChunkBytes : kSmallChunkBytes) - sizeof(Chunk)) << i;
    }
    EXPECT_EQ(take(100, false), nullptr);
    EXPECT_EQ(take(1 << 20, false), nullptr);
    pool_.give_back(taken_.back());
    taken_.pop_back();
    EXPECT_NE(take(100, false), nullptr);
}

}  // namespace
}  // namespace micromegas::tracing::detail
