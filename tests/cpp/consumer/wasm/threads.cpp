#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

#include <emscripten/bind.h>

#include <thread>

namespace stranger {
namespace {

int work() {
    static const auto telemetry = micromegas::telemetry_sink::init_telemetry();
    std::thread one{[] { MM_INFO("one of two threads"); }};
    std::thread other{[] { MM_WARN("the {} of two threads", "other"); }};
    one.join();
    other.join();
    return 2;
}

}  // namespace
}  // namespace stranger

EMSCRIPTEN_BINDINGS(stranger) { emscripten::function("work", &stranger::work); }
