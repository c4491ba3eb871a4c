#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

#include <string_view>

namespace engine {
namespace {

void init_once() { static const auto telemetry = micromegas::telemetry_sink::init_telemetry(); }

}  // namespace
}  // namespace engine

extern "C" {
[[gnu::visibility("default")]] void engine_run(const char* text);

void engine_run(const char* text) {
    engine::init_once();
    MM_INFO("the engine runs {}", std::string_view{text});
}
}
