// A process, a stream and a block, made by hand.
#pragma once

#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/process_info.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::telemetry::testing {

using Bytes = std::vector<std::byte>;

inline tracing::Uuid uuid(std::uint8_t last) {
    tracing::Uuid::Bytes bytes{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0x4c, 0xde,
                               0x8f, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab};
    bytes[15] = last;
    return tracing::Uuid{bytes};
}

/// 2026-08-01T12:00:00.000000789Z.
inline std::chrono::system_clock::time_point some_time() {
    using namespace std::chrono_literals;
    return std::chrono::sys_days{std::chrono::year{2026} / 8 / 1} + 12h + 789ns;
}

inline tracing::ProcessInfo some_process() {
    return {.process_id = uuid(1),
            .exe = "/usr/bin/engine",
            .username = "zoe",
            .realname = "Zo\xC3\xA9",
            .computer = "host",
            .distro = "Debian",
            .cpu_brand = "CPU",
            .tsc_frequency = 2'000'000'000,
            .start_time = some_time(),
            .start_ticks = 1000,
            .parent_process_id = uuid(9),
            .properties = {{"release", "1.4"}, {"empty", ""}}};
}

inline Bytes text_bytes(std::string_view text) {
    const auto bytes = std::as_bytes(std::span{text});
    return {bytes.begin(), bytes.end()};
}

inline BlockHeader some_header() {
    return {.block_id = uuid(3),
            .stream_id = uuid(2),
            .process_id = uuid(1),
            .begin = {.ticks = -5, .time = some_time()},
            .end = {.ticks = 70000, .time = some_time() + std::chrono::seconds{1}},
            .object_offset = 1ULL << 40U,
            .object_count = 12};
}

}  // namespace micromegas::telemetry::testing
