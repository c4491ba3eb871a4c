// The cost of a recorded event in a whole program: what its caller pays, and what all threads do.
#pragma once

#include "ticks.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace micromegas::bench {

inline constexpr int kRounds = 9;

[[nodiscard]] inline double processor_time() noexcept {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

[[nodiscard]] inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Of a call, in nanoseconds.
struct Cost {
    double caller = 0;  // of the thread that calls: the median of the bursts
    double all = 0;     // processor time of all threads, including the end
};

/// `finish` returns when all threads are done with what was called.
template <class Call, class Finish>
[[nodiscard]] Cost measure_cost(Call call, Finish finish) {
    constexpr std::uint64_t kWarmUp = 20'000;
    constexpr std::uint64_t kBurstCount = 600;
    constexpr std::uint64_t kCalls = 256;
    for (std::uint64_t i = 0; i < kWarmUp; ++i) {
        call(i);
    }
    finish();
    std::vector<double> bursts;
    const double begin = processor_time();
    for (std::uint64_t burst = 0; burst < kBurstCount; ++burst) {
        const std::int64_t ticks = ordered_ticks();
        for (std::uint64_t i = 0; i < kCalls; ++i) {
            call(i);
        }
        bursts.push_back(to_nanoseconds(ordered_ticks() - ticks) / kCalls);
    }
    finish();
    return {.caller = median(bursts), .all = (processor_time() - begin) / (kBurstCount * kCalls)};
}

/// Is deleted at the end.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "micromegas-bench-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

struct Ratio {
    std::string title;
    double value;
    double limit;
};

inline void print_ratios(std::ostream& out, std::span<const Ratio> ratios) {
    out << "\n| ratio | | at most |\n|---|--:|--:|\n";
    for (const Ratio& ratio : ratios) {
        out << fmt::format("| {} | {:.2f} | {:.2f} |\n", ratio.title, ratio.value, ratio.limit);
    }
}

}  // namespace micromegas::bench
