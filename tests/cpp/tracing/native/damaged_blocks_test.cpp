// Blocks that are cut short or changed at random are read or refused, and no byte beyond them is read.
#include "sample_blocks.hpp"

#include <micromegas/tracing/block_parser.hpp>

#include <gmock/gmock.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <utility>
#include <variant>
#include <vector>

namespace micromegas::tracing {
namespace {

using ::testing::HasSubstr;
using testing::sample_blocks;
using testing::SampleBlock;
using ::testing::SizeIs;
using transit::ParsedBlock;
using transit::ParseError;

std::size_t count_events(const SampleBlock& block) {
    const auto parsed = parse_block(block.input());
    const auto* const whole = std::get_if<ParsedBlock>(&parsed);
    EXPECT_NE(whole, nullptr) << block.name;
    return whole != nullptr ? whole->events().size() : 0;
}

/// Copies a block into exact allocations, so that sanitizers find reads beyond it.
SampleBlock tight(SampleBlock block) {
    block.dependencies.shrink_to_fit();
    block.objects.shrink_to_fit();
    return block;
}

TEST(DamagedBlocks, EveryPrefixOfObjectsIsAnErrorOrAShorterList) {
    for (const SampleBlock& whole : sample_blocks()) {
        const std::size_t events = count_events(whole);
        std::vector<std::size_t> lengths;
        for (std::size_t size = 0; size < whole.objects.size(); ++size) {
            SampleBlock block = whole;
            block.objects.resize(size);
            const auto parsed = parse_block(tight(std::move(block)).input());
            if (const auto* shorter = std::get_if<ParsedBlock>(&parsed)) {
                lengths.push_back(shorter->events().size());
            } else {
                EXPECT_THAT(std::get<ParseError>(parsed).message, HasSubstr("objects: byte ")) << whole.name << size;
            }
        }
        // One prefix ends before each event, and no other is whole.
        ASSERT_THAT(lengths, SizeIs(events)) << whole.name;
        for (std::size_t i = 0; i < events; ++i) {
            EXPECT_EQ(lengths[i], i) << whole.name;
        }
    }
}

TEST(DamagedBlocks, EveryPrefixOfDependenciesIsAnErrorWhereItsEventsNeedThemAll) {
    for (const SampleBlock& whole : sample_blocks()) {
        for (std::size_t size = 0; size < whole.dependencies.size(); ++size) {
            SampleBlock block = whole;
            block.dependencies.resize(size);
            EXPECT_TRUE(std::holds_alternative<ParseError>(parse_block(tight(std::move(block)).input())))
                << whole.name << size;
        }
    }
}

/// Changes some bytes of a block: single ones, counts and lengths, runs that are moved, inserted or removed.
void mutate(SampleBlock& block, std::mt19937& random) {
    const auto below = [&](std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>{0, bound - 1}(random);
    };
    for (std::size_t left = 1 + below(4); left > 0; --left) {
        std::vector<std::byte>& bytes =
            block.dependencies.empty() || below(2) == 0 ? block.objects : block.dependencies;
        if (bytes.size() < 8) {
            continue;
        }
        const std::size_t at = below(bytes.size() - 4);
        const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        constexpr std::uint32_t kHostile[] = {0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};  // NOLINT(*-avoid-c-arrays)
        switch (below(5)) {
            case 0:
                bytes[at] = static_cast<std::byte>(below(256));
                break;
            case 1:
                bytes[at] ^= static_cast<std::byte>(1U << below(8));
                break;
            case 2:
                std::memcpy(&bytes[at], &kHostile[below(5)], 4);
                break;
            case 3:
                bytes.erase(begin, begin + static_cast<std::ptrdiff_t>(1 + below(4)));
                break;
            default: {
                const std::vector<std::byte> run(begin, begin + 4);
                bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size())), run.begin(), run.end());
            }
        }
    }
}

TEST(DamagedBlocks, MutationsAreReadOrRefused) {
    for (const SampleBlock& whole : sample_blocks()) {
        std::mt19937 random{20'261'124};  // NOLINT(*-msc51-cpp): the same every time
        std::size_t refused = 0;
        for (int i = 0; i < 500; ++i) {
            SampleBlock block = whole;
            mutate(block, random);
            block = tight(std::move(block));
            const auto parsed = parse_block(block.input());
            if (const auto* error = std::get_if<ParseError>(&parsed)) {
                ++refused;
                EXPECT_THAT(error->message, HasSubstr("byte ")) << whole.name << i;
            } else {
                EXPECT_LE(std::get<ParsedBlock>(parsed).events().size(), block.objects.size()) << whole.name << i;
            }
        }
        EXPECT_GT(refused, 100U) << whole.name;  // mutations that hurt
        EXPECT_LT(refused, 500U) << whole.name;  // and some that do not
    }
}

}  // namespace
}  // namespace micromegas::tracing
