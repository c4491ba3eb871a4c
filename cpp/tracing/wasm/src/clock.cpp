// By itself: a module with micromegas::telemetry_sink_devtools has another clock.
#include <micromegas/tracing/time.hpp>

#include <emscripten/html5.h>

namespace micromegas::tracing {

constexpr std::int64_t kMicrosecondsPerMillisecond = 1000;

std::int64_t now() noexcept { return static_cast<std::int64_t>(emscripten_date_now()) * kMicrosecondsPerMillisecond; }

}  // namespace micromegas::tracing
