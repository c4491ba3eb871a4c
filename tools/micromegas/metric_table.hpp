#pragma once

#include <micromegas/tracing/block_events.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace micromegas::tools {

/// Metrics by name and unit.
class MetricTable {
public:
    void add(const tracing::MetricView& metric);
    [[nodiscard]] std::string to_text() const;
    [[nodiscard]] nlohmann::ordered_json to_json() const;

private:
    std::map<std::pair<std::string, std::string>, std::vector<double>> values_;
};

}  // namespace micromegas::tools
