#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/local_event_sink.hpp>
#include <micromegas/tracing.hpp>

#include <cstdio>

namespace elsewhere {
void work();
}

namespace stranger {
namespace {

int work(int rows) {
    MM_SPAN_FUNCTION();
    MM_INFO("working on {} rows", rows);
    MM_DEBUG("not shown by default");
    MM_IMETRIC("rows", "count", rows);
    return rows;
}

}  // namespace
}  // namespace stranger

int main() {
    const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    if (telemetry.error()) {
        std::puts(telemetry.error_message().c_str());
        return 1;
    }
    elsewhere::work();
    return stranger::work(3) == 3 ? 0 : 1;
}
