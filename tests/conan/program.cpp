#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

#include <cstdio>

int main() {
    const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    if (telemetry.error()) {
        std::puts(telemetry.error_message().c_str());
        return 1;
    }
    MM_INFO("from a package of {}", "Conan");
    return 0;
}
