// How an operation is measured. An operation has `call(i)`, and says in `kRecords` how many events a call records.
//
// tight/<name>: bursts of calls. single/<name>: calls one by one. cold/<name>: the same, after a walk through memory
// that is larger than the second level of cache. Results are counters, in nanoseconds a call; the table takes the
// median of the repetitions.
#pragma once

#include "measured_sink.hpp"
#include "ticks.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

namespace micromegas::bench {

inline constexpr std::int64_t kBursts = 600;
inline constexpr std::uint64_t kCallsPerBurst = 256;
inline constexpr std::int64_t kSingleCalls = 10'000;
inline constexpr std::int64_t kColdCalls = 300;
/// Until every thread has its large chunks.
inline constexpr std::uint64_t kWarmUpCalls = 20'000;

[[nodiscard]] inline long page_faults() noexcept {
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_minflt;
}

template <class Operation>
void call_times(Operation& operation, std::uint64_t calls) noexcept {
    for (std::uint64_t i = 0; i < calls; ++i) {
        operation.call(i);
        asm volatile("" ::: "memory");  // nothing is kept in registers from call to call
    }
}

template <class Operation>
void warm_up(Operation& operation) noexcept {
    call_times(operation, kWarmUpCalls);
    pace(kWarmUpCalls * Operation::kRecords);
}

/// A percentile of samples, which it sorts.
[[nodiscard]] inline double percentile(std::vector<double>& samples, double share) noexcept {
    const auto at = samples.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(samples.size() - 1));
    std::nth_element(samples.begin(), at, samples.end());
    return *at;
}

inline void set_counter(benchmark::State& state, const char* name, double value) {
    state.counters[name] = benchmark::Counter(value, benchmark::Counter::kAvgThreads);
}

template <class Operation>
void tight(benchmark::State& state) {
    Operation operation;
    warm_up(operation);
    std::vector<double> samples(kBursts);
    std::size_t count = 0;
    const long faults = page_faults();
    for ([[maybe_unused]] const auto iteration : state) {
        const std::int64_t begin = ordered_ticks();
        call_times(operation, kCallsPerBurst);
        const double passed = to_nanoseconds(ordered_ticks() - begin);
        samples[count++] = passed / kCallsPerBurst;
        state.SetIterationTime(passed * 1e-9);
        pace(kCallsPerBurst * Operation::kRecords);
    }
    set_counter(state, "faults", static_cast<double>(page_faults() - faults));
    double sum = 0;
    for (const double sample : samples) {
        sum += sample;
    }
    set_counter(state, "mean", sum / kBursts);
    set_counter(state, "median", percentile(samples, 0.5));
}

template <class Operation>
[[nodiscard]] double time_of_call(Operation& operation, std::uint64_t i) {
    const std::int64_t begin = ordered_ticks();
    operation.call(i);
    return to_nanoseconds(ordered_ticks() - begin);
}

/// The overhead of the measurement itself.
[[nodiscard]] inline double time_of_nothing() {
    struct Nothing {
        void call(std::uint64_t) noexcept {}
    } nothing;
    std::vector<double> samples(1000);
    for (double& sample : samples) {
        sample = time_of_call(nothing, 0);
    }
    return percentile(samples, 0.5);
}

template <class Operation>
void single(benchmark::State& state) {
    Operation operation;
    warm_up(operation);
    const double nothing = time_of_nothing();
    std::vector<double> samples(kSingleCalls);
    std::size_t count = 0;
    for ([[maybe_unused]] const auto iteration : state) {
        const double passed = time_of_call(operation, count) - nothing;
        samples[count++] = passed;
        state.SetIterationTime(passed * 1e-9);
    }
    pace(kSingleCalls * Operation::kRecords);
    set_counter(state, "p50", percentile(samples, 0.5));
    set_counter(state, "p99", percentile(samples, 0.99));
    set_counter(state, "p99.9", percentile(samples, 0.999));
}

/// Twice the second level of cache.
class OtherWork {
public:
    void run() noexcept {
        for (std::size_t i = 0; i < bytes_.size(); i += 64) {
            bytes_[i] = static_cast<char>(bytes_[i] + 1);
        }
        benchmark::ClobberMemory();
    }

private:
    std::vector<char> bytes_ = std::vector<char>(std::size_t{1} << 20);
};

template <class Operation>
void cold(benchmark::State& state) {
    Operation operation;
    warm_up(operation);
    const double nothing = time_of_nothing();
    OtherWork other_work;
    std::vector<double> samples(kColdCalls);
    std::size_t count = 0;
    for ([[maybe_unused]] const auto iteration : state) {
        other_work.run();
        const double passed = time_of_call(operation, count) - nothing;
        samples[count++] = passed;
        state.SetIterationTime(passed * 1e-9);
    }
    pace(kColdCalls * Operation::kRecords);
    set_counter(state, "cold", percentile(samples, 0.5));
}

template <class Operation>
void measure(const std::string& name) {
    benchmark::RegisterBenchmark(("tight/" + name).c_str(), tight<Operation>)
        ->UseManualTime()
        ->Iterations(kBursts)
        ->Threads(1)
        ->Threads(2);
    benchmark::RegisterBenchmark(("single/" + name).c_str(), single<Operation>)
        ->UseManualTime()
        ->Iterations(kSingleCalls);
    benchmark::RegisterBenchmark(("cold/" + name).c_str(), cold<Operation>)->UseManualTime()->Iterations(kColdCalls);
}

}  // namespace micromegas::bench
