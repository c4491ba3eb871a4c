// Everything that instrumented code needs. Quick start:
//
//     #include <micromegas/tracing.hpp>
//
//     namespace engine::sql {
//     void run(std::string_view query) {
//         MM_SPAN_FUNCTION();
//         MM_INFO("running {}", query);
//     }
//     }
//
// The program decides once where events go: see <micromegas/telemetry_sink.hpp>.
#pragma once

#if __cplusplus < 202002L
#error "micromegas needs C++20: target_compile_features(your_target PRIVATE cxx_std_20), or -std=c++20"
#endif

#include <micromegas/tracing/macros.hpp>
