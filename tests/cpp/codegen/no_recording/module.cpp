#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

int main() {
    const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    MM_SPAN_FUNCTION();
    MM_ASYNC_SPAN("async");
    MM_IMETRIC("rows", "count", 1);
    MM_INFO("row {}", 1);
    micromegas::tracing::dispatch::flush_all();
}
