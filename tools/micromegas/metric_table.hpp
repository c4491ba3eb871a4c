#pragma once

#include <micromegas/tracing/block_events.hpp>

#include <cstddef>
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
    struct Values {
        std::vector<double> numbers;
        std::size_t nans = 0;

        [[nodiscard]] std::size_t count() const noexcept { return numbers.size() + nans; }
    };

    std::map<std::pair<std::string, std::string>, Values> values_;
};

}  // namespace micromegas::tools
