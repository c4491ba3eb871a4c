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

#include <micromegas/tracing/macros.hpp>
