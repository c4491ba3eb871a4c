// Async spans that overlap, for the JavaScript tests.
#include "../../../cpp/tracing/traced_task.hpp"

#include <micromegas/tracing.hpp>

#include <emscripten/bind.h>

namespace probe {
namespace {

using micromegas::tracing::testing::Gate;
using micromegas::tracing::testing::Task;

Task child(Gate& gate) {
    MM_ASYNC_SPAN_NAMED("child");
    co_await gate;
}

Task parent(Gate& gate) {
    MM_ASYNC_SPAN("parent");
    co_await child(gate);
}

Task stranger(Gate& gate) {
    MM_ASYNC_SPAN("stranger");
    co_await gate;
}

/// "stranger" begins inside of "parent", and ends after it.
void overlapping_tasks() {
    Gate first;
    Gate second;
    const Task one = parent(first);
    const Task other = stranger(second);
    one.resume();
    other.resume();
    first.open();
    second.open();
}

}  // namespace
}  // namespace probe

EMSCRIPTEN_BINDINGS(tasks) { emscripten::function("overlappingTasks", &probe::overlapping_tasks); }
