// Decides where a program's events go. One call, on both platforms:
//
//     int main() {
//         const auto telemetry = micromegas::telemetry_sink::init_telemetry();
//         ...
//     }
//
// Natively log entries go to the terminal, from info up, and to a text file where `TelemetryOptions::text_file` asks
// for it. On wasm they go to the JavaScript callback that the page has set, and to the browser's console until it sets
// one.
//
// Or, with a function for each setting:
//
//     const auto telemetry = micromegas::telemetry_sink::TelemetryGuardBuilder{}
//                                .with_process_property("release", "1.4")
//                                .with_flush_period(std::chrono::seconds{10})
//                                .build();
//
// Natively the environment decides settings that the program leaves open: docs/guide/configuration.md,
// `describe_environment()`.
#pragma once

#include <micromegas/telemetry_sink/composite_sink.hpp>
#include <micromegas/telemetry_sink/telemetry_guard.hpp>
#include <micromegas/telemetry_sink/telemetry_guard_builder.hpp>
#include <micromegas/telemetry_sink/telemetry_options.hpp>
#include <micromegas/tracing/guards.hpp>
