// The metrics of a recording, by name.
#pragma once

#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace micromegas::telemetry_sink {

struct Measured {
    std::string unit;
    std::vector<double> values;
};

inline std::map<std::string, Measured> read(const tracing::testing::ScopedRecording& recording) {
    std::map<std::string, Measured> measured;
    for (const auto& metric : recording.metrics()) {
        measured[metric.name].unit = metric.unit;
        measured[metric.name].values.push_back(metric.value);
    }
    return measured;
}

/// Until the monitor has measured what it can only measure the second time.
inline std::map<std::string, Measured> read_all(const tracing::testing::ScopedRecording& recording) {
    for (int i = 0; i < 1000 && !read(recording).contains("cpu_usage"); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return read(recording);
}

}  // namespace micromegas::telemetry_sink
