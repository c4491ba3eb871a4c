#include <micromegas/tracing/uuid.hpp>

#include <gmock/gmock.h>

#include <set>
#include <string>

namespace micromegas::tracing {
namespace {

constexpr Uuid::Bytes kBytes = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
                                0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10};
constexpr const char* kText = "01234567-89ab-cdef-fedc-ba9876543210";

TEST(Uuid, RandomOnesAreOfVersion4AndVariant1) {
    std::set<std::string> seen;
    Uuid::Bytes ones{};
    Uuid::Bytes zeros{};
    for (int i = 0; i < 200; ++i) {
        const Uuid id = Uuid::random();
        EXPECT_EQ(id.bytes()[6] >> 4U, 4U);
        EXPECT_EQ(id.bytes()[8] >> 6U, 2U);
        EXPECT_TRUE(seen.insert(id.to_string()).second);
        for (std::size_t b = 0; b < ones.size(); ++b) {
            ones[b] = static_cast<std::uint8_t>(ones[b] | id.bytes()[b]);
            zeros[b] = static_cast<std::uint8_t>(zeros[b] | ~id.bytes()[b]);
        }
    }
    // Every other bit was seen both set and clear.
    for (std::size_t b = 0; b < ones.size(); ++b) {
        const unsigned fixed = b == 6 ? 0xF0U : b == 8 ? 0xC0U : 0U;
        EXPECT_EQ((ones[b] & zeros[b]) | fixed, 0xFFU) << "byte " << b;
    }
}

TEST(Uuid, PrintsAndParses) {
    EXPECT_EQ(Uuid{kBytes}.to_string(), kText);
    EXPECT_EQ(Uuid::parse(kText), Uuid{kBytes});
    EXPECT_EQ(Uuid::parse("01234567-89AB-CDEF-FEDC-BA9876543210"), Uuid{kBytes});
    EXPECT_EQ(Uuid{}.to_string(), "00000000-0000-0000-0000-000000000000");
    const Uuid id = Uuid::random();
    EXPECT_EQ(Uuid::parse(id.to_string()), id);
}

TEST(Uuid, RefusesJunk) {
    const std::string good = kText;
    EXPECT_EQ(Uuid::parse(""), std::nullopt);
    EXPECT_EQ(Uuid::parse(" " + good), std::nullopt);
    EXPECT_EQ(Uuid::parse(good + " "), std::nullopt);
    EXPECT_EQ(Uuid::parse("{" + good + "}"), std::nullopt);
    EXPECT_EQ(Uuid::parse("0123456789abcdeffedcba9876543210"), std::nullopt);
    EXPECT_EQ(Uuid::parse(std::string(36, '-')), std::nullopt);
    EXPECT_EQ(Uuid::parse(std::string(36, '0')), std::nullopt);
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_EQ(Uuid::parse(good.substr(0, size)), std::nullopt) << size;
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const char junk : {'g', 'G', ' ', '\0', '/', ':', '@', '`', '\xff', '+'}) {
            std::string bad = good;
            bad[at] = junk;
            EXPECT_EQ(Uuid::parse(bad), std::nullopt) << bad;
        }
    }
}

TEST(Uuid, EqualityIsOfAllBytes) {
    for (std::size_t b = 0; b < kBytes.size(); ++b) {
        Uuid::Bytes other = kBytes;
        other[b] = static_cast<std::uint8_t>(other[b] ^ 1U);
        EXPECT_NE(Uuid{other}, Uuid{kBytes}) << b;
    }
    static_assert(Uuid{} == Uuid{Uuid::Bytes{}});
}

}  // namespace
}  // namespace micromegas::tracing
