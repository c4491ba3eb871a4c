#include "metric_table.hpp"

#include "printable.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace micromegas::tools {
namespace {

using nlohmann::ordered_json;

constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

/// Of the values that are numbers.
struct Summary {
    double min = kNotANumber;
    double mean = kNotANumber;
    double p50 = kNotANumber;
    double p99 = kNotANumber;
    double max = kNotANumber;
};

Summary summarise(std::vector<double> values) {
    if (values.empty()) {
        return {};
    }
    std::ranges::sort(values);
    // The nearest rank: a value that was measured.
    const auto percentile = [&](double part) {
        const double rank = std::ceil(part * static_cast<double>(values.size()));
        return values[std::max<std::size_t>(static_cast<std::size_t>(rank), 1) - 1];
    };
    return {values.front(), std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()),
            percentile(0.5), percentile(0.99), values.back()};
}

/// Six digits, and bytes of a machine's memory without an exponent.
std::string number(double value) {
    const double size = std::abs(value);
    return size >= 1e6 && size < 1e12 ? fmt::format("{:.0f}", value) : fmt::format("{:.6g}", value);
}

}  // namespace

void MetricTable::add(const tracing::MetricView& metric) {
    Values& values = values_[{std::string{metric.name}, std::string{metric.unit}}];
    if (std::isnan(metric.value)) {  // has no place in an order
        ++values.nans;
    } else {
        values.numbers.push_back(metric.value);
    }
}

std::string MetricTable::to_text() const {
    std::string text;
    std::size_t width = 6;
    for (const auto& [key, values] : values_) {
        width = std::max(width, key.first.size() + key.second.size() + 3);
    }
    if (!values_.empty()) {
        text = fmt::format("{:<{}} {:>9} {:>12} {:>12} {:>12} {:>12} {:>12}\n", "metric", width, "count", "min", "mean",
                           "p50", "p99", "max");
    }
    for (const auto& [key, values] : values_) {
        const Summary all = summarise(values.numbers);
        text += fmt::format("{:<{}} {:>9} {:>12} {:>12} {:>12} {:>12} {:>12}{}\n",
                            printable(key.first + " (" + key.second + ")"), width, values.count(), number(all.min),
                            number(all.mean), number(all.p50), number(all.p99), number(all.max),
                            values.nans == 0 ? std::string{} : fmt::format("  {} of them NaN", values.nans));
    }
    return text;
}

ordered_json MetricTable::to_json() const {
    ordered_json list = ordered_json::array();
    for (const auto& [key, values] : values_) {
        const Summary all = summarise(values.numbers);  // JSON has null for NaN
        list.push_back({{"metric", key.first},
                        {"unit", key.second},
                        {"count", values.count()},
                        {"nan", values.nans},
                        {"min", all.min},
                        {"mean", all.mean},
                        {"p50", all.p50},
                        {"p99", all.p99},
                        {"max", all.max}});
    }
    return list;
}

}  // namespace micromegas::tools
