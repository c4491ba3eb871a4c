// Records into MICROMEGAS_RECORDING, and ends in the way that its argument names.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/crash_handlers.hpp>

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace {

/// Without metrics that the program does not record itself.
micromegas::telemetry_sink::TelemetryGuard init() {
    return micromegas::telemetry_sink::init_telemetry(
        {.terminal = {.level = micromegas::tracing::LevelFilter::Off}, .system_monitor = false});
}

void record(int number) {
    MM_SPAN_SCOPE("work");
    MM_INFO("number {}", number);
    MM_IMETRIC("number", "count", number);
}

/// Records until the process is killed.
[[noreturn]] void record_for_ever() {
    for (int i = 0;; ++i) {
        record(i);
        if (i % 100 == 0) {
            micromegas::tracing::dispatch::flush_all();
        }
    }
}

int fork_with_recordings_of_both() {
    auto telemetry = init();
    record(1);
    const pid_t child = fork();
    if (child == 0) {
        // The parent's guard, which has no effect here, lives until the child has its own.
        const auto of_child = init();
        record(2);
        return of_child.error() ? 1 : 0;
    }
    int status = 0;
    waitpid(child, &status, 0);
    record(3);
    return status;
}

int fork_without_a_recording_of_the_child() {
    const auto telemetry = init();
    record(1);
    const pid_t child = fork();
    if (child == 0) {
        record(2);
        return 0;  // and the guard's end
    }
    int status = 0;
    waitpid(child, &status, 0);
    return status;
}

}  // namespace

int main(int count, char** arguments) {
    const std::string_view ending = count > 1 ? arguments[1] : "";
    if (ending == "fork") {
        return fork_with_recordings_of_both();
    }
    if (ending == "fork-alone") {
        return fork_without_a_recording_of_the_child();
    }
    const auto telemetry = init();
    if (ending == "for-ever") {
        std::thread{record_for_ever}.detach();
        record_for_ever();
    }
    record(1);
    if (ending == "crash") {
        static_cast<void>(micromegas::tracing::install_crash_handlers());
        std::abort();
    }
    return 0;
}
