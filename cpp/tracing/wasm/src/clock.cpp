#include <micromegas/tracing/time.hpp>

#include <emscripten/html5.h>

namespace micromegas::tracing {

constexpr std::int64_t kMicrosecondsPerMillisecond = 1000;
constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;

std::int64_t now() noexcept { return static_cast<std::int64_t>(emscripten_date_now()) * kMicrosecondsPerMillisecond; }

std::int64_t frequency() noexcept { return kMicrosecondsPerSecond; }

}  // namespace micromegas::tracing
