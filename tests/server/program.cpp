// Records and sends as a user's program does, told by lines of standard input: "kinds", "threads <rounds>", "fork",
// "lose", "crash", "samples". It answers each by a line of JSON, the journals of its threads.
#include "kinds.hpp"
#include "samples.hpp"

#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/crash_handlers.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <latch>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

namespace server_test {
namespace {

namespace dispatch = micromegas::tracing::dispatch;

constexpr unsigned kThreads = 4;

/// Keeps the thread that hands over from returning, once.
class HoldingSink final : public micromegas::tracing::NullEventSink {
public:
    [[nodiscard]] micromegas::tracing::SinkInterest interest() const noexcept override { return {.blocks = true}; }
    void on_process_block(const std::shared_ptr<const micromegas::tracing::EventBlock>& block) noexcept override {
        if (block->stream->kind == micromegas::tracing::StreamKind::Image) {
            is_held.count_down();
            may_go_on.wait();
        }
    }

    std::latch is_held{1};
    std::latch may_go_on{1};
};

micromegas::telemetry_sink::TelemetryGuardBuilder settings() {
    return micromegas::telemetry_sink::TelemetryGuardBuilder{}
        .with_process_property("release", "1.4 ü")
        .with_version("2.0")
        .with_max_level(micromegas::tracing::LevelFilter::Trace)
        .with_terminal_max_level(micromegas::tracing::LevelFilter::Off)
        .with_drain_timeout(std::chrono::minutes{5});
}

void answer(const Json& journals) {
    const auto id = dispatch::process_id();
    const Json line{
        {"process_id", id ? id->to_string() : ""}, {"journals", journals}, {"dropped", dispatch::dropped_events()}};
    std::cout << line.dump() << std::endl;
}

Json record_by_threads(unsigned rounds) {
    std::vector<Journal> journals;
    for (unsigned thread = 0; thread < kThreads; ++thread) {
        journals.emplace_back(fmt::format("worker {}", thread));
    }
    std::vector<std::thread> threads;
    for (unsigned thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&journal = journals[thread], thread, rounds] {
            pthread_setname_np(pthread_self(), fmt::format("worker {}", thread).c_str());
            record_a_lot(journal, thread, rounds);
        });
    }
    Json result = Json::array();
    for (unsigned thread = 0; thread < kThreads; ++thread) {
        threads[thread].join();
        result.push_back(journals[thread].json());
    }
    dispatch::flush_all();
    return result;
}

/// The child records, and ends with a guard of its own.
void fork_and_wait() {
    const pid_t child = fork();
    if (child == 0) {
        std::optional telemetry{settings().build()};
        answer(record_by_threads(50));
        const bool has_failed = static_cast<bool>(telemetry->error());
        telemetry.reset();
        std::_Exit(has_failed ? 1 : 0);
    }
    waitpid(child, nullptr, 0);
}

/// Spans of every depth are lost while the sink is held, and more than twice the memory limit waits.
void record_until_lost(HoldingSink& sink) {
    dispatch::image("holds the sink", "png", {});
    std::thread flusher{[] { dispatch::flush_all(); }};
    sink.is_held.wait();
    const auto nest = [] {
        MM_SPAN_SCOPE("a");
        MM_SPAN_SCOPE("b");
        MM_SPAN_SCOPE("c");
    };
    {
        MM_SPAN_SCOPE("open meanwhile");
        const std::uint64_t dropped = dispatch::dropped_events();
        while (dispatch::dropped_events() < dropped + 1000) {
            nest();
        }
    }
    sink.may_go_on.count_down();
    flusher.join();
    for (int i = 0; i < 1000; ++i) {
        MM_SPAN_SCOPE("after");
        nest();
    }
    dispatch::flush_all();
}

[[noreturn]] void crash() {
    static_cast<void>(micromegas::tracing::install_crash_handlers());
    Journal journal{"truth_program"};
    MM_SPAN_SCOPE("crashes");
    record_a_lot(journal, 9, 10);
    answer(Json::array({journal.json()}));
    std::raise(SIGSEGV);
    std::abort();
}

}  // namespace
}  // namespace server_test

int main(int count, char** arguments) {
    using namespace server_test;
    const bool may_lose = count == 2 && std::string_view{arguments[1]} == "lose";
    const auto holding = std::make_shared<HoldingSink>();
    const auto telemetry =
        may_lose ? settings().with_memory_limit(std::size_t{256} << 10).with_sink(holding).build() : settings().build();
    if (telemetry.error()) {
        return 2;
    }
    for (std::string line; std::getline(std::cin, line);) {
        if (line == "kinds") {
            Journal journal{"truth_program"};
            Journal other{"other"};
            record_every_kind(journal, other);
            answer(Json::array({journal.json(), other.json()}));
        } else if (line.starts_with("threads ")) {
            answer(record_by_threads(static_cast<unsigned>(std::stoul(line.substr(8)))));
        } else if (line == "samples") {
            answer(sample_blocks());
        } else if (line == "fork") {
            fork_and_wait();
            answer(Json::array());
        } else if (line == "lose") {
            record_until_lost(*holding);
            answer(Json::array());
        } else if (line == "crash") {
            crash();
        }
    }
    return 0;
}
