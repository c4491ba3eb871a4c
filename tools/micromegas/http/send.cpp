#include "commands.hpp"

#include "http_sender.hpp"
#include "platform_sink.hpp"

#include <micromegas/telemetry_sink/http_event_sink.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

namespace micromegas::tools {
namespace {

using telemetry_sink::detail::HttpSender;

/// On a terminal alone: a line that is written over.
class ProgressBar {
public:
    ProgressBar() = default;
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar() { clear(); }

    void show(const HttpSender::RecordingStatus& status) const {
        constexpr std::uint64_t kWidth = 30;
        if (!is_shown_) {
            return;
        }
        const std::uint64_t all = std::max<std::uint64_t>(status.counts.bytes_left, 1);
        const std::uint64_t part = std::min(status.counts.bytes, all);
        fmt::print(stderr, "\r\x1b[K[{:<{}}] {:3} % {} events{}", std::string(kWidth * part / all, '#'), kWidth,
                   100 * part / all, status.counts.events, status.outage.empty() ? "" : ", waiting: " + status.outage);
        static_cast<void>(std::fflush(stderr));
    }
    void clear() const {
        if (is_shown_) {
            fmt::print(stderr, "\r\x1b[K");
        }
    }

private:
    const bool is_shown_ = isatty(STDERR_FILENO) != 0;
};

int wrong(std::string_view text) {
    fmt::print(stderr, "micromegas: {}\n", text);
    return kWrongUsage;
}

}  // namespace

int send(const std::vector<std::string>& files, const std::string& url) {
    // The credential, and what else counts for requests, from the environment.
    telemetry_sink::TelemetryOptions options;
    options.http.url = url;
    options.http.spool = std::string{};
    options.print_errors = false;
    if (const auto error = telemetry_sink::complete(options)) {
        return wrong(error->message);
    }
    std::string problem;
    if (!telemetry_sink::detail::parse_server_url(url, problem)) {
        return wrong(fmt::format("the URL \"{}\" {}", url, problem));
    }
    if (const telemetry_sink::HttpEventSink checked{options.http}; !checked.error().empty()) {
        return wrong(checked.error());
    }
    const auto sender = std::make_shared<HttpSender>(options.http, files);
    sender->begin(sender, nullptr);
    const ProgressBar bar;
    HttpSender::RecordingStatus status;
    std::string told_outage;
    do {
        constexpr std::chrono::milliseconds kPause{50};
        std::this_thread::sleep_for(kPause);
        status = sender->recording_status();
        for (const std::string& note : status.notes) {
            bar.clear();
            fmt::print(stderr, "micromegas: {}\n", note);
        }
        if (!status.outage.empty() && told_outage.empty()) {
            bar.clear();
            fmt::print(stderr, "micromegas: server {} takes nothing now: {}; trying again\n", url, status.outage);
            told_outage = status.outage;
        }
        bar.show(status);
    } while (!status.is_done && sender->has_thread());
    sender->end();
    bar.clear();
    fmt::print("{} of {} files, {} blocks, {} events sent\n", status.counts.files, files.size(), status.counts.blocks,
               status.counts.events);
    if (!status.is_done) {
        fmt::print(stderr, "micromegas: the system gave no thread\n");
        return kFound;
    }
    if (!status.problem.empty()) {
        fmt::print(stderr, "micromegas: {}\n", status.problem);
        return kFound;
    }
    return 0;
}

}  // namespace micromegas::tools
