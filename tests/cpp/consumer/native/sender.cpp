#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

int main() {
    const auto telemetry =
        micromegas::telemetry_sink::init_telemetry({.terminal = {.level = micromegas::tracing::LevelFilter::Off}});
    MM_INFO("sent");
    return telemetry.error() ? 1 : 0;
}
