// Other libraries at the same task: an entry of two ints and a double, which is discarded in the end.
#include "measure.hpp"
#include "operations.hpp"

#include <cstdlib>
#include <memory>

#include <glog/logging.h>
#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/spdlog.h>

namespace micromegas::bench {
namespace {

struct Peer {
    static constexpr std::uint64_t kRecords = 0;
};

/// Formats in the caller, then calls the sink.
struct Spdlog : Peer {
    std::shared_ptr<spdlog::logger> logger =
        std::make_shared<spdlog::logger>("bench", std::make_shared<spdlog::sinks::null_sink_mt>());
    void call(std::uint64_t i) noexcept {
        logger->info("{} of {} rows in {} ms", static_cast<int>(i), static_cast<int>(i + 1), static_cast<double>(i));
    }
};

/// Formats in the caller; a separate thread calls the sink. Entries without room in its queue are dropped.
struct AsyncSpdlog : Peer {
    std::shared_ptr<spdlog::details::thread_pool> pool = std::make_shared<spdlog::details::thread_pool>(8192, 1);
    std::shared_ptr<spdlog::async_logger> logger = std::make_shared<spdlog::async_logger>(
        "bench", std::make_shared<spdlog::sinks::null_sink_mt>(), pool, spdlog::async_overflow_policy::overrun_oldest);
    void call(std::uint64_t i) noexcept {
        logger->info("{} of {} rows in {} ms", static_cast<int>(i), static_cast<int>(i + 1), static_cast<double>(i));
    }
};

/// Formats in the caller; no file and no stream is written.
struct Glog : Peer {
    void call(std::uint64_t i) noexcept {
        LOG(INFO) << static_cast<int>(i) << " of " << static_cast<int>(i + 1) << " rows in " << static_cast<double>(i)
                  << " ms";
    }
};

}  // namespace

void measure_peers() {
    setenv("TZ", "UTC0", 1);  // else glog has the file system asked for the time zone at each entry
    google::InitGoogleLogging("micromegas_bench");
    for (int severity = google::GLOG_INFO; severity < google::NUM_SEVERITIES; ++severity) {
        google::SetLogDestination(severity, "");
    }
    FLAGS_stderrthreshold = google::NUM_SEVERITIES;
    measure<Spdlog>("spdlog");
    measure<AsyncSpdlog>("spdlog, async");
    measure<Glog>("glog");
}

}  // namespace micromegas::bench
