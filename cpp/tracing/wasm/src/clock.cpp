// Not in modules with DEVTOOLS, whose clock is in wasm_devtools.
#include <micromegas/tracing/time.hpp>

#include <emscripten/html5.h>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

constexpr std::int64_t kMicrosecondsPerMillisecond = 1000;

std::int64_t now() noexcept { return static_cast<std::int64_t>(emscripten_date_now()) * kMicrosecondsPerMillisecond; }

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
