// Ends by an exception; built with exceptions, unlike the library. If one leaves a noexcept function, std::terminate
// knows nothing else about it, see tests/js/integration/failures.test.js; one that leaves `main` goes on to JavaScript.
#include <micromegas/telemetry_sink.hpp>

#include <exception>
#include <stdexcept>

int main() {
    const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    try {
        throw std::runtime_error("disk full");
    } catch (...) {
        std::terminate();
    }
}
