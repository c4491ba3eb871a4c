// The program's subcommands. Each returns the exit code.
#pragma once

#include <micromegas/tracing/filter.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace micromegas::tools {

inline constexpr int kFound = 1;       ///< A file cannot be read, or something is wrong with it.
inline constexpr int kWrongUsage = 2;  ///< Nothing was done.

/// Events that are neither a log entry, a metric, a span nor an image.
enum class Others { Hidden, Counted, Shown };

struct InspectOptions {
    std::vector<std::string> files;
    tracing::Filter filter;
    std::optional<std::chrono::system_clock::time_point> since;
    std::optional<std::chrono::system_clock::time_point> until;
    bool logs = true;
    bool metrics = true;
    bool spans = true;
    Others others = Others::Counted;
    bool json = false;
    bool source = false;
    bool follow = false;
};
[[nodiscard]] int inspect(const InspectOptions& options);

[[nodiscard]] int check(const std::vector<std::string>& files);

/// To the server at `url`, with the credential of the environment.
[[nodiscard]] int send(const std::vector<std::string>& files, const std::string& url);

enum class TraceFormat { Perfetto, Chrome };
[[nodiscard]] int export_trace(const std::vector<std::string>& files, const std::string& output, TraceFormat format);

}  // namespace micromegas::tools
