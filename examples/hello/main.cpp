#include "greeter.hpp"

#include <micromegas/telemetry_sink.hpp>

#include <cstdio>

int main(int argc, char** argv) {
    const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    const std::string greeting = hello::greet(argc > 1 ? argv[1] : "");
    std::puts(greeting.c_str());
}
