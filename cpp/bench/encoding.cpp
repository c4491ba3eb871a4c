#include "cost.hpp"
#include "delivery.hpp"

#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <cbor.h>
#include <fmt/format.h>
#include <lz4frame.h>

namespace micromegas::bench {
namespace {

using Blocks = std::vector<std::shared_ptr<const tracing::EventBlock>>;

/// Blocks of many events, as a program that records all the time has them.
template <class Record>
Blocks record_blocks(tracing::StreamKind kind, std::uint64_t count, Record record) {
    const auto sink = std::make_shared<tracing::InMemorySink>();
    const tracing::TracingSystemGuard guard{
        {.filter = tracing::Filter{tracing::LevelFilter::Info}, .cpu_tracing_enabled = true}, sink};
    constexpr std::uint64_t kFlush = 100'000;
    for (std::uint64_t i = 0; i < count; ++i) {
        record(i);
        if (i % kFlush == kFlush - 1) {
            tracing::dispatch::flush_all();
        }
    }
    tracing::dispatch::flush_all();
    return sink->blocks(kind);
}

std::uint64_t events_of(const Blocks& blocks) {
    std::uint64_t count = 0;
    for (const auto& block : blocks) {
        count += block->object_count;
    }
    return count;
}

struct Encoded {
    double nanoseconds;  // of an event
    double bytes;        // of an event
};

/// `encode` appends the body of a block's request.
template <class Encode>
Encoded measure(const Blocks& blocks, Encode encode) {
    std::vector<std::byte> body;
    std::size_t bytes = 0;
    const double begin = processor_time();
    for (const auto& block : blocks) {
        body.clear();
        encode(*block, body);
        bytes += body.size();
    }
    const auto events = static_cast<double>(events_of(blocks));
    return {(processor_time() - begin) / events, static_cast<double>(bytes) / events};
}

Encoded measure_library(const Blocks& blocks, int level) {
    telemetry::BlockEncoder encoder{level};
    const auto encode = [&](const tracing::EventBlock& block, std::vector<std::byte>& body) {
        static_cast<void>(encoder.encode(block, 0, body));
    };
    static_cast<void>(measure(blocks, encode));  // its memory is there then
    return measure(blocks, encode);
}

/// LZ4 and the heads of CBOR alone: frames straight into the body, and no field beside them.
Encoded measure_floor(const Blocks& blocks, int level) {
    LZ4F_preferences_t preferences = LZ4F_INIT_PREFERENCES;
    preferences.frameInfo.blockSizeID = LZ4F_max4MB;
    preferences.compressionLevel = level;
    preferences.autoFlush = 1;
    std::vector<std::byte> frame;
    const auto append = [&](std::span<const std::byte> queue, std::vector<std::byte>& body) {
        frame.resize(std::max(frame.size(), LZ4F_compressFrameBound(queue.size(), &preferences)));
        const std::size_t size =
            LZ4F_compressFrame(frame.data(), frame.size(), queue.data(), queue.size(), &preferences);
        std::array<unsigned char, 9> head{};
        const auto* const begin = reinterpret_cast<const std::byte*>(head.data());
        body.insert(body.end(), begin, begin + cbor_encode_bytestring_start(size, head.data(), head.size()));
        body.insert(body.end(), frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(size));
    };
    const auto encode = [&](const tracing::EventBlock& block, std::vector<std::byte>& body) {
        append(block.dependencies.bytes(), body);
        append(block.objects.bytes(), body);
    };
    static_cast<void>(measure(blocks, encode));
    return measure(blocks, encode);
}

struct Level {
    int level = 0;
    std::array<std::vector<double>, 2> nanoseconds = {};  // of entries, of begins and ends of spans
    std::array<double, 2> bytes = {};
};

}  // namespace

void measure_encoding(std::ostream& out) {
    const std::array recorded{
        record_blocks(tracing::StreamKind::Log, 200'000,
                      [](std::uint64_t i) {
                          MM_INFO("{} of {} rows in {} ms", static_cast<int>(i), static_cast<int>(i + 1),
                                  static_cast<double>(i));
                      }),
        record_blocks(tracing::StreamKind::Thread, 400'000,
                      [](std::uint64_t) {
                          MM_SPAN_SCOPE("span");
                          asm volatile("" ::: "memory");
                      }),
    };
    std::array levels{Level{.level = 1}, Level{.level = 3}, Level{.level = 6}, Level{.level = 9}, Level{.level = 10}};
    std::array<std::vector<double>, 2> ratios;
    for (int round = 0; round < kRounds; ++round) {
        for (std::size_t kind = 0; kind < recorded.size(); ++kind) {
            const double floor = measure_floor(recorded[kind], telemetry::kDefaultCompressionLevel).nanoseconds;
            for (Level& level : levels) {
                const Encoded encoded = measure_library(recorded[kind], level.level);
                level.nanoseconds[kind].push_back(encoded.nanoseconds);
                level.bytes[kind] = encoded.bytes;
                if (level.level == telemetry::kDefaultCompressionLevel) {
                    ratios[kind].push_back(encoded.nanoseconds / floor);
                }
            }
        }
    }
    out << "\nFrom a block to the body of its request, by the level of compression, medians:\n\n"
           "| level | entry, bytes | ns | begin or end of a span, bytes | ns |\n|--:|--:|--:|--:|--:|\n";
    for (const Level& level : levels) {
        out << fmt::format("| {} | {:.1f} | {:.0f} | {:.1f} | {:.0f} |\n", level.level, level.bytes[0],
                           median(level.nanoseconds[0]), level.bytes[1], median(level.nanoseconds[1]));
    }
    print_ratios(out, std::array{Ratio{"entry: to LZ4 and CBOR alone", median(ratios[0]), 1.3},
                                 Ratio{"begin or end of a span: to LZ4 and CBOR alone", median(ratios[1]), 1.3}});
}

}  // namespace micromegas::bench
