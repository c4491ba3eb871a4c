#include <micromegas/telemetry_sink.hpp>

import engine;

int main() {
    const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    if (telemetry.error()) {
        return 1;
    }
    return engine::load(3) == 3 ? 0 : 1;
}
