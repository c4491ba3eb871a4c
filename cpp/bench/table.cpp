#include "table.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace micromegas::bench {
namespace {

struct Row {
    const char* operation = "";
    const char* floor = "";
    std::optional<double> limit = {};  // the largest ratio
};

constexpr std::array kRows{
    Row{"span", "2 (stamp + 17 B)", 1.10},
    Row{"span, one property", "span", 1.60},
    Row{"int metric", "stamp + 25 B", 1.15},
    Row{"float metric", "stamp + 25 B", 1.15},
    Row{"literal log", "stamp + 17 B", 1.15},
    Row{"literal log, context", "literal log", 1.05},
    Row{"deferred log", "stamp + 41 B", 1.25},
    Row{"string log", "stamp + 65 B", 1.35},
    Row{"log, one property", "stamp + 74 B", 1.25},
    Row{"log, two properties", "stamp + 83 B", 1.25},
    Row{"spdlog", "stamp + 41 B", {}},
    Row{"spdlog, async", "stamp + 41 B", {}},
    Row{"glog", "stamp + 41 B", {}},
};

constexpr std::array kDisabled{"log above every level", "log of a quiet target", "disabled span"};

std::string number(std::optional<double> value, int digits = 1) {
    return value ? fmt::format("{:.{}f}", *value, digits) : "–";
}

std::optional<double> ratio(std::optional<double> a, std::optional<double> b) {
    return a && b && *b != 0 ? std::optional{*a / *b} : std::nullopt;
}

std::optional<double> difference(std::optional<double> a, std::optional<double> b) {
    return a && b ? std::optional{*a - *b} : std::nullopt;
}

}  // namespace

void TableReporter::ReportRuns(const std::vector<Run>& runs) {
    for (const Run& run : runs) {
        if (run.run_type != Run::RT_Iteration) {
            continue;
        }
        auto& counters = values_[{run.run_name.function_name, static_cast<int>(run.threads)}];
        for (const auto& [name, counter] : run.counters) {
            counters[name].push_back(counter.value);
        }
    }
}

std::optional<double> TableReporter::value(const std::string& benchmark, int threads,
                                           const std::string& counter) const {
    const auto run = values_.find({benchmark, threads});
    if (run == values_.end()) {
        return std::nullopt;
    }
    const auto found = run->second.find(counter);
    if (found == run->second.end()) {
        return std::nullopt;
    }
    std::vector<double> values = found->second;
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void TableReporter::print(std::ostream& out) const {
    const auto tight = [&](const std::string& name, int threads, const char* counter) {
        return value("tight/" + name, threads, counter);
    };
    const auto single = [&](const std::string& name, const char* counter) {
        return value("single/" + name, 1, counter);
    };

    out << "A call in a tight loop, median, ns:\n\n"
           "| operation | floor | its ns | ns | ratio | at most | mean | 2 threads | to 1 thread | page faults |\n"
           "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    for (const Row& row : kRows) {
        const auto floor = tight(row.floor, 1, "median");
        const auto median = tight(row.operation, 1, "median");
        const auto with_two = tight(row.operation, 2, "median");
        out << fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", row.operation, row.floor,
                           number(floor), number(median), number(ratio(median, floor), 2), number(row.limit, 2),
                           number(tight(row.operation, 1, "mean")), number(with_two),
                           number(ratio(with_two, median), 2), number(tight(row.operation, 1, "faults"), 0));
    }

    const auto empty = tight("empty loop", 1, "median");
    out << fmt::format("\nDisabled, ns above an empty loop ({} ns a turn):\n\n| operation | ns |\n|---|--:|\n",
                       number(empty, 2));
    for (const char* const name : kDisabled) {
        out << fmt::format("| {} | {} |\n", name, number(difference(tight(name, 1, "median"), empty), 2));
    }

    out << "\nOne call at a time, percentiles, ns without the measuring itself; last, after other work has filled the "
           "caches:\n\n"
           "| operation | 50th | 99th | 99.9th | floor: 50th | 99th | 99.9th | cold | cold floor |\n"
           "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    for (const Row& row : kRows) {
        out << fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", row.operation,
                           number(single(row.operation, "p50")), number(single(row.operation, "p99")),
                           number(single(row.operation, "p99.9")), number(single(row.floor, "p50")),
                           number(single(row.floor, "p99")), number(single(row.floor, "p99.9")),
                           number(value(std::string{"cold/"} + row.operation, 1, "cold")),
                           number(value(std::string{"cold/"} + row.floor, 1, "cold")));
    }

    out << fmt::format(
        "\nThe next piece of memory, the recording thread's share: 50th percentile {} ns, 99th {}, 99.9th {}; page "
        "faults {}\n",
        number(value("swap", 1, "p50"), 0), number(value("swap", 1, "p99"), 0), number(value("swap", 1, "p99.9"), 0),
        number(value("swap", 1, "faults"), 0));
}

}  // namespace micromegas::bench
