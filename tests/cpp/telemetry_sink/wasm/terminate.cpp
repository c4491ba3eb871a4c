// Ends by std::terminate; CTest matches its console output.
#include <micromegas/telemetry_sink.hpp>

#include <exception>

int main() {
    const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    std::terminate();
}
