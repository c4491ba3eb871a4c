#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

#include <emscripten/bind.h>

#include <string>

namespace elsewhere {
void work();
}

namespace stranger {
namespace {

int work(const std::string& name) {
    static const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    MM_SPAN_FUNCTION();
    MM_WARN("working on {}", name);
    MM_INFO_PROPS((micromegas::tracing::PropertySet{{"rows", "3"}}), "done");
    elsewhere::work();
    return 3;
}

}  // namespace
}  // namespace stranger

EMSCRIPTEN_BINDINGS(stranger) { emscripten::function("work", &stranger::work); }
