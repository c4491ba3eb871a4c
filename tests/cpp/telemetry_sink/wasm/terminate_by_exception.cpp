// Gives up on an exception; built with exceptions, unlike the library. One that leaves a noexcept function or `main` is
// not known to std::terminate on wasm: the former has no "current exception", the latter goes on to JavaScript.
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
