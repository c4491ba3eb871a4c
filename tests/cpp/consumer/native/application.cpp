// A program, a shared library that it is linked to, and libraries that it opens: counts their events in the dispatch
// that the program initialised.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <thread>

#include <dlfcn.h>

extern "C" void plugin_run(int rounds);

namespace {

using namespace micromegas::tracing;
using Run = void (*)(int);

template <class Blocks>
unsigned count(const Blocks& blocks) {
    std::uint64_t events = 0;
    for (const auto& block : blocks) {
        events += block->object_count;
    }
    return static_cast<unsigned>(events);
}

bool run_opened(const char* path) {
    void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        std::puts(dlerror());
        return false;
    }
    const auto run = reinterpret_cast<Run>(dlsym(library, "plugin_run"));
    if (run == nullptr || run == plugin_run) {
        return false;
    }
    run(100);
    std::thread{[run] { run(1000); }}.join();
    set_max_level(LevelFilter::Error);
    run(10'000);  // its warnings obey the program's filter
    set_max_level(LevelFilter::Trace);
    dispatch::flush_all();
    return dlclose(library) == 0;
}

}  // namespace

int main(int, char** arguments) {
    const auto sink = std::make_shared<InMemorySink>();
    std::optional<TracingSystemGuard> guard{std::in_place, DispatchConfig{.cpu_tracing_enabled = true}, sink};
    MM_INFO("in the program");
    plugin_run(10);
    if (!run_opened(arguments[1])) {
        return 1;
    }
    MM_INFO("without the library");
    guard.reset();
    std::printf("%u logs, %u metrics, %u spans\n", count(sink->blocks(StreamKind::Log)),
                count(sink->blocks(StreamKind::Metrics)), count(sink->blocks(StreamKind::Thread)) / 2);
    return 0;
}
