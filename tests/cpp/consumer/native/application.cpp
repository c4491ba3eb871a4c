// A program and two shared libraries, one of them opened at run time, each with a copy of the tracing library: they
// record into the one that the program initialised.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <thread>

#include <dlfcn.h>

extern "C" void plugin_run(int rounds);

namespace {

using micromegas::tracing::InMemorySink;
using Run = void (*)(int);

template <class Blocks>
unsigned count(const Blocks& blocks) {
    std::uint64_t events = 0;
    for (const auto& block : blocks) {
        events += block->object_count;
    }
    return static_cast<unsigned>(events);
}

}  // namespace

int main(int, char** arguments) {
    const auto sink = std::make_shared<InMemorySink>();
    const micromegas::tracing::TracingSystemGuard guard{{.cpu_tracing_enabled = true}, sink};
    void* const library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        std::puts(dlerror());
        return 1;
    }
    const auto opened_run = reinterpret_cast<Run>(dlsym(library, "plugin_run"));
    if (opened_run == nullptr || opened_run == plugin_run) {
        return 2;
    }

    MM_INFO("in the program");
    plugin_run(10);
    opened_run(100);
    std::thread{[opened_run] { opened_run(1000); }}.join();
    micromegas::tracing::set_max_level(micromegas::tracing::LevelFilter::Error);
    opened_run(10'000);  // its warnings obey the program's filter

    micromegas::tracing::dispatch::flush_all();
    std::printf("%u logs, %u metrics, %u spans\n", count(sink->log_blocks()), count(sink->metrics_blocks()),
                count(sink->thread_blocks()) / 2);
    return 0;
}
