// Is set up by the environment alone, and does as lines of standard input tell: "record", "key <key>", which changes
// the variable, "restart", "crash". It answers each by a line.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/crash_handlers.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

namespace {

using micromegas::telemetry_sink::TelemetryGuard;
using micromegas::telemetry_sink::TelemetryGuardBuilder;

TelemetryGuard start() { return TelemetryGuardBuilder{}.build(); }

}  // namespace

int main() {
    if (micromegas::tracing::install_crash_handlers()) {
        return 2;
    }
    std::optional telemetry{start()};
    for (std::string line; !telemetry->error() && std::getline(std::cin, line);) {
        if (line == "record") {
            MM_INFO("entry");
            MM_TRACE("entry of a low level");
            micromegas::tracing::dispatch::flush_all();
        } else if (line.starts_with("key ")) {
            static_cast<void>(setenv("MICROMEGAS_INGESTION_API_KEY", line.c_str() + 4, 1));
        } else if (line == "restart") {
            telemetry.reset();
            telemetry.emplace(start());
        } else if (line == "crash") {
            static_cast<void>(raise(SIGSEGV));
        }
        std::cout << "done" << std::endl;
    }
    return telemetry->error() ? 1 : 0;
}
