// Collects the results of the benchmarks, and prints them as a table of ratios to floors of the same run.
#pragma once

#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

namespace micromegas::bench {

class TableReporter final : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override;

    /// In Markdown. A benchmark that was filtered out leaves a dash.
    void print(std::ostream& out) const;

private:
    /// The median of the repetitions' counters.
    [[nodiscard]] std::optional<double> value(const std::string& benchmark, int threads,
                                              const std::string& counter) const;

    std::map<std::pair<std::string, int>, std::map<std::string, std::vector<double>>> values_;
};

}  // namespace micromegas::bench
