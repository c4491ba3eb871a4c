// Frames of our own compressor, read by liblz4.
#include "lz4_writer.hpp"

#include "lz4_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include <gtest/gtest.h>

namespace micromegas::telemetry::detail {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::size_t kBlockBytes = std::size_t{4} << 20;
constexpr std::size_t kMost = 4 * kBlockBytes;

/// Reproducible.
class Lz4WriterTest : public testing::TestWithParam<int> {
protected:
    [[nodiscard]] std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_()) % limit; }

    [[nodiscard]] Bytes noise(std::size_t size, std::uint32_t values = 256) {
        Bytes bytes(size);
        std::ranges::generate(bytes, [&] { return static_cast<std::byte>(below(values)); });
        return bytes;
    }

    /// Like events: equal, but for some bytes.
    [[nodiscard]] Bytes records(std::size_t size, std::size_t record, std::uint32_t changed) {
        Bytes bytes = noise(std::min(record, size));
        while (bytes.size() < size) {
            bytes.push_back(bytes[bytes.size() - record]);
            if (below(static_cast<std::uint32_t>(record)) < changed) {
                bytes.back() = static_cast<std::byte>(below(256));
            }
        }
        return bytes;
    }

    /// The size of the frame.
    std::size_t check(const Bytes& bytes) {
        const std::span<const std::byte> frame = writer_.write(bytes);
        EXPECT_FALSE(frame.empty());
        Bytes read;
        EXPECT_EQ(reader_.read(frame, kMost, read), std::nullopt) << bytes.size() << " bytes";
        EXPECT_TRUE(read == bytes) << bytes.size() << " bytes";
        return frame.size();
    }

    static Bytes joined(Bytes first, const Bytes& second) {
        first.insert(first.end(), second.begin(), second.end());
        return first;
    }

private:
    std::mt19937 random_{7};  // NOLINT(cert-msc32-c,cert-msc51-cpp)
    Lz4Writer writer_{GetParam()};
    Lz4Reader reader_;
};

INSTANTIATE_TEST_SUITE_P(Levels, Lz4WriterTest, testing::Values(1, 3));

TEST_P(Lz4WriterTest, EverySizeIsReadBack) {
    for (std::size_t size = 0; size < 400; ++size) {
        check(Bytes(size, std::byte{7}));
        check(noise(size));
        check(noise(size, 2));
        check(records(size, 17, 2));
    }
}

TEST_P(Lz4WriterTest, RecordsOfEverySizeAreReadBack) {
    for (std::size_t record = 1; record < 80; ++record) {
        for (const std::uint32_t changed : {0U, 1U, 3U, 9U}) {
            check(records(5000, record, changed));
        }
    }
}

TEST_P(Lz4WriterTest, WhatCannotBeCompressedIsKept) {
    for (const std::size_t size : {std::size_t{100'000}, kBlockBytes, kBlockBytes + 12}) {
        EXPECT_LT(check(noise(size)), size + 64);
    }
}

TEST_P(Lz4WriterTest, SeveralBlocksAreReadBack) {
    const Bytes repeated = records(kBlockBytes + 40'000, 34, 2);
    EXPECT_LT(check(repeated), repeated.size() / 3);
    check(joined(noise(kBlockBytes), repeated));
    check(joined(repeated, noise(kBlockBytes)));
    check(Bytes(2 * kBlockBytes + 5));
}

TEST_P(Lz4WriterTest, MatchesReachBackAsFarAsTheFormatAllows) {
    for (const std::size_t between : {65'000U, 65'515U, 65'535U, 65'536U, 70'000U}) {
        const Bytes twice = noise(20);
        check(joined(joined(joined(twice, noise(between - twice.size())), twice), noise(40)));
    }
}

TEST_P(Lz4WriterTest, EqualBytesMakeEqualFrames) {
    const Bytes bytes = records(100'000, 58, 6);
    Lz4Writer fresh{GetParam()};
    Lz4Writer used{GetParam()};
    static_cast<void>(used.write(noise(50'000, 3)));
    const auto first = fresh.write(bytes);
    const auto second = used.write(bytes);
    EXPECT_TRUE(std::ranges::equal(first, second));
}

}  // namespace
}  // namespace micromegas::telemetry::detail
