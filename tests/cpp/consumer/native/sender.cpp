#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

int main() {
    const auto telemetry = micromegas::telemetry_sink::init_telemetry({
        .terminal = {.level = micromegas::tracing::LevelFilter::Off},
        .system_monitor = false,  // whose metrics would be counted
    });
    MM_INFO("sent");
    return telemetry.error() ? 1 : 0;
}
