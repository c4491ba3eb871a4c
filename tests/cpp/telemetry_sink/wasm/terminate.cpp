// Ends by std::terminate; what it says on the console is matched by CTest.
#include <micromegas/telemetry_sink.hpp>

#include <exception>

int main() {
    const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    std::terminate();
}
