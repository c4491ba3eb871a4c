// Threads that log, for the JavaScript tests.
#include <micromegas/tracing.hpp>

#include <emscripten/bind.h>

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

namespace threads {
namespace {

using micromegas::tracing::PropertySet;

std::vector<std::thread>& running() {
    static std::vector<std::thread> threads;
    return threads;
}

void log_entries(int thread, int count) {
    const PropertySet properties{{"thread", std::to_string(thread)}};
    for (int index = 0; index < count; ++index) {
        MM_INFO_PROPS(properties, "entry {}", index);
    }
}

/// Returns at once.
void start(int count, int entries) {
    for (int thread = 0; thread < count; ++thread) {
        running().emplace_back(log_entries, thread, entries);
    }
}

/// Blocks the main thread until the threads that it started have ended.
void join() {
    for (std::thread& thread : running()) {
        thread.join();
    }
    running().clear();
}

/// One thread logs `count` entries of `size` bytes, and the main thread gets none meanwhile.
void flood(int count, std::size_t size) {
    std::atomic<bool> done = false;
    std::thread thread{[&] {
        const std::string text(size, 'x');
        for (int index = 0; index < count; ++index) {
            MM_INFO("{}", text);
        }
        MM_INFO("a literal: ünï");
        done = true;
    }};
    while (!done) {
    }
    thread.join();
}

}  // namespace
}  // namespace threads

EMSCRIPTEN_BINDINGS(threads) {
    emscripten::function("start", &threads::start);
    emscripten::function("join", &threads::join);
    emscripten::function("flood", &threads::flood);
}
