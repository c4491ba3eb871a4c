// The program of docs/guide/server.md.
// begin: program
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

int main() {
    const auto telemetry =
        micromegas::telemetry_sink::TelemetryGuardBuilder{}.with_process_property("release", "1.4").build();
    MM_INFO("{} rows loaded", 2);
    return telemetry.error() ? 1 : 0;
}
// end
