// Recorded entries and metrics, described with their context.
#pragma once

#include "recording_fixture.hpp"

#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <span>
#include <string>
#include <vector>

namespace micromegas::tracing {

inline std::string describe(std::span<const Property> properties) {
    std::string text;
    for (const Property& property : properties) {
        text.append(text.empty() ? "" : " ").append(property.name).append("=").append(property.value);
    }
    return text;
}
inline std::string describe(std::span<const PropertyView> properties) {
    std::vector<Property> texts;
    for (const PropertyView& property : properties) {
        texts.push_back({std::string{property.name}, to_text(property.value)});
    }
    return describe(texts);
}

class ContextRecords : public BlockTest {
protected:
    /// "message: name=value …" of each entry so far.
    std::vector<std::string> logs() {
        dispatch::flush_all();
        std::vector<std::string> lines;
        for (const testing::RecordedLog& log : testing::read_logs(*sink_)) {
            lines.push_back(log.message + ": " + describe(log.properties));
        }
        return lines;
    }
    std::vector<std::string> metrics() {
        dispatch::flush_all();
        std::vector<std::string> lines;
        for (const testing::RecordedMetric& metric : testing::read_metrics(*sink_)) {
            lines.push_back(metric.name + ": " + describe(metric.properties));
        }
        return lines;
    }
};

}  // namespace micromegas::tracing
