#include "lz4_writer.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {
namespace {

static_assert(std::endian::native == std::endian::little, "the first byte in memory is the lowest");

constexpr int kFirstSlowLevel = 3;
constexpr std::size_t kBlockBytes = std::size_t{4} << 20;  // LZ4F_max4MB
constexpr std::uint32_t kIsUncompressed = 1U << 31U;       // in a block's size

constexpr std::size_t kLeastMatch = 4;
constexpr std::uint32_t kMostDistance = std::numeric_limits<std::uint16_t>::max();
/// The end of a block has no match: its last five bytes are literals, and no match begins in its last twelve, says the
/// format. More, so that reading and writing in wide steps stays within the block.
constexpr std::ptrdiff_t kLastLiterals = 5;
constexpr std::ptrdiff_t kEndWithoutMatch = 24;
constexpr std::ptrdiff_t kStep = sizeof(std::uint64_t);
constexpr std::size_t kWideCopy = 16;
/// By which a block may exceed its content before it is stored as it is.
constexpr std::size_t kMostSurplus = kBlockBytes / std::numeric_limits<unsigned char>::max() + 2 * kWideCopy;
/// Of literals or a match's bytes, which a token has room for; more bytes follow.
constexpr std::size_t kMostInToken = 15;
/// Without a match for so many bytes, steps become longer.
constexpr std::ptrdiff_t kPatience = 64;
/// Literals before a match at the last distance.
constexpr std::ptrdiff_t kMostSkipped = 4;
/// A match at the last distance that covers so much is taken without a look for another.
constexpr std::ptrdiff_t kGoodMatch = 11;

template <class T>
T load(const std::byte* at) noexcept {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

constexpr std::ptrdiff_t bytes_of(int bits) noexcept { return bits / std::numeric_limits<unsigned char>::digits; }

/// The end of what is equal at a distance.
const std::byte* end_of_match(const std::byte* at, std::ptrdiff_t distance, const std::byte* end) noexcept {
    for (; end - at >= kStep; at += kStep) {
        if (const auto difference = load<std::uint64_t>(at) ^ load<std::uint64_t>(at - distance); difference != 0) {
            return at + bytes_of(std::countr_zero(difference));
        }
    }
    while (at != end && *at == *(at - distance)) {
        ++at;
    }
    return at;
}

/// What did not fit into the token.
std::byte* put_length(std::byte* out, std::size_t length) noexcept {
    constexpr std::size_t kMostInByte = std::numeric_limits<unsigned char>::max();
    for (; length >= kMostInByte; length -= kMostInByte) {
        *out++ = std::byte{kMostInByte};
    }
    *out++ = static_cast<std::byte>(length);
    return out;
}

std::byte token_of(std::size_t literals, std::size_t match) noexcept {
    constexpr unsigned kLiteralsShift = 4;
    return static_cast<std::byte>((std::min(literals, kMostInToken) << kLiteralsShift) | std::min(match, kMostInToken));
}

/// Literals, then a copy of what was at a distance.
std::byte* put_sequence(std::byte* out, const std::byte* literals, const std::byte* match, const std::byte* end,
                        std::ptrdiff_t distance) noexcept {
    const auto literal_count = static_cast<std::size_t>(match - literals);
    const std::size_t length = static_cast<std::size_t>(end - match) - kLeastMatch;
    *out++ = token_of(literal_count, length);
    if (literal_count < kMostInToken) {
        std::memcpy(out, literals, kWideCopy);
    } else {
        out = put_length(out, literal_count - kMostInToken);
        std::memcpy(out, literals, literal_count);
    }
    out += literal_count;
    const auto written_distance = static_cast<std::uint16_t>(distance);
    std::memcpy(out, &written_distance, sizeof written_distance);
    out += sizeof written_distance;
    return length < kMostInToken ? out : put_length(out, length - kMostInToken);
}

std::byte* put_last_literals(std::byte* out, const std::byte* literals, const std::byte* end) noexcept {
    const auto count = static_cast<std::size_t>(end - literals);
    *out++ = token_of(count, 0);
    if (count >= kMostInToken) {
        out = put_length(out, count - kMostInToken);
    }
    return std::copy_n(literals, count, out);
}

std::uint32_t& place_of(const std::byte* at, Lz4Places& places) noexcept {
    constexpr std::uint64_t kFactor = 889'523'592'379U;  // liblz4's, for five bytes
    constexpr unsigned kOtherBits = 24;
    constexpr unsigned kShift = 64 - kLz4HashBits;
    return places[((load<std::uint64_t>(at) << kOtherBits) * kFactor) >> kShift];
}

/// Bytes that are equal to those at a distance before them; where they end at the place of the search there are none.
struct Match {
    const std::byte* begin;
    const std::byte* end;
    std::ptrdiff_t distance;
};

/// At the same distance as before, after a few literals.
Match find_at_distance(const std::byte* at, std::ptrdiff_t distance, const std::byte* end) noexcept {
    const auto difference = load<std::uint64_t>(at) ^ load<std::uint64_t>(at - distance);
    const std::ptrdiff_t skipped = kStep - bytes_of(std::countl_zero(difference));
    return {at + skipped, skipped <= kMostSkipped ? end_of_match(at + kStep, distance, end) : at, distance};
}

/// Where the table has seen the same bytes.
Match find_by_hash(const std::byte* source, const std::byte* at, const std::byte* end, Lz4Places& places) noexcept {
    const auto place = static_cast<std::uint32_t>(at - source);
    const std::uint32_t distance = place - std::exchange(place_of(at, places), place);
    const bool is_match = distance - 1 < kMostDistance && load<std::uint32_t>(at) == load<std::uint32_t>(at - distance);
    return {at, is_match ? end_of_match(at + kLeastMatch, distance, end) : at, distance};
}

/// The match with equal bytes before it.
Match widened(Match match, const std::byte* source, const std::byte* literals) noexcept {
    while (match.begin > literals && match.begin - source > match.distance &&
           match.begin[-1] == match.begin[-1 - match.distance]) {
        --match.begin;
    }
    return match;
}

/// Matches may be anywhere between `source` and the block's end. Returns the end of what it wrote.
std::byte* write_block(const std::byte* source, std::span<const std::byte> block, Lz4Places& places,
                       std::byte* out) noexcept {
    const std::byte* at = block.data();
    const std::byte* const end = at + block.size();
    const std::byte* literals = at;  // that are not written yet
    if (end - at <= kEndWithoutMatch) {
        return put_last_literals(out, literals, end);
    }
    const std::byte* const last_begin = end - kEndWithoutMatch;
    const std::byte* const last_end = end - kLastLiterals;
    std::ptrdiff_t distance = 1;
    at += at == source ? 1 : 0;  // which has nothing before it
    while (at < last_begin) {
        Match match = find_at_distance(at, distance, last_end);
        if (match.begin != at && match.end - at < kGoodMatch) {
            const Match other = find_by_hash(source, at, last_end, places);
            if (other.end > at && other.end >= match.end) {
                match = widened(other, source, literals);
            } else if (match.end == at) {
                at += 1 + (at - literals) / kPatience;
                continue;
            }
        }
        distance = match.distance;
        out = put_sequence(out, literals, match.begin, match.end, distance);
        at = literals = match.end;
        if (at < last_begin) {
            const std::byte* const before_end = at - 2;
            place_of(before_end, places) = static_cast<std::uint32_t>(before_end - source);
        }
    }
    return put_last_literals(out, literals, end);
}

}  // namespace

std::size_t Lz4Writer::write_blocks(std::span<const std::byte> bytes, std::byte* out) noexcept {
    const std::byte* const begin = out;
    places_.fill(0);
    for (std::size_t at = 0; at < bytes.size(); at += kBlockBytes) {
        const std::span<const std::byte> block = bytes.subspan(at, std::min(kBlockBytes, bytes.size() - at));
        std::byte* const body = out + sizeof(std::uint32_t);
        auto size = static_cast<std::uint32_t>(write_block(bytes.data(), block, places_, body) - body);
        std::uint32_t written = size;
        if (size >= block.size()) {
            size = static_cast<std::uint32_t>(block.size());
            std::ranges::copy(block, body);
            written = size | kIsUncompressed;
        }
        std::memcpy(out, &written, sizeof written);
        out = body + size;
    }
    constexpr std::uint32_t kEnd = 0;
    std::memcpy(out, &kEnd, sizeof kEnd);
    return static_cast<std::size_t>(out - begin) + sizeof kEnd;
}

std::span<const std::byte> Lz4Writer::write(std::span<const std::byte> bytes) {
    frame_.clear();
    if (context_ == nullptr && LZ4F_isError(LZ4F_createCompressionContext(&context_, LZ4F_VERSION)) != 0) {
        return {};
    }
    LZ4F_preferences_t preferences = LZ4F_INIT_PREFERENCES;
    preferences.frameInfo.blockSizeID = LZ4F_max4MB;
    preferences.frameInfo.contentSize = bytes.size();
    preferences.compressionLevel = level_;
    preferences.autoFlush = 1;
    const std::size_t most = LZ4F_HEADER_SIZE_MAX + LZ4F_compressBound(bytes.size(), &preferences) + kMostSurplus;
    std::byte* const begin = frame_.extend(most);
    std::size_t size = LZ4F_compressBegin(context_, begin, most, &preferences);
    if (LZ4F_isError(size) != 0) {
        return {};
    }
    if (level_ < kFirstSlowLevel && bytes.size() <= std::numeric_limits<std::uint32_t>::max()) {
        return {begin, size + write_blocks(bytes, begin + size)};
    }
    LZ4F_compressOptions_t options{};
    options.stableSrc = 1;
    const std::size_t body =
        LZ4F_compressUpdate(context_, begin + size, most - size, bytes.data(), bytes.size(), &options);
    if (LZ4F_isError(body) != 0) {
        return {};
    }
    size += body;
    const std::size_t end = LZ4F_compressEnd(context_, begin + size, most - size, &options);
    return LZ4F_isError(end) != 0 ? std::span<const std::byte>{} : std::span<const std::byte>{begin, size + end};
}

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
