// The code of docs/guide/async-spans.md.
#include "../tracing/traced_task.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/async.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>

#include <coroutine>
#include <exception>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using micromegas::tracing::TaskContext;
using micromegas::tracing::TracedPromise;
using micromegas::tracing::testing::Gate;
using micromegas::tracing::testing::ScopedRecording;
using ::testing::UnorderedElementsAre;

std::vector<std::string> names_and_parents(const ScopedRecording& recording) {
    const auto spans = recording.spans();
    std::map<std::uint64_t, std::string> names{{0, ""}};
    for (const auto& span : spans) {
        EXPECT_TRUE(span.end) << span.name;
        names[span.span_id] = span.name;
    }
    std::vector<std::string> lines;
    for (const auto& span : spans) {
        lines.push_back(names[span.parent_span_id] + "/" + span.name);
    }
    return lines;
}

// begin: thread
std::thread index_later(std::string path) {
    return std::thread{[path = std::move(path), task = TaskContext{}]() mutable {
        const TaskContext::Running running{task};
        MM_ASYNC_SPAN("index");
        MM_INFO("indexing {}", path);
    }};
}
// end

TEST(AsyncSpansGuide, WorkOnAnotherThread) {
    const ScopedRecording recording;
    {
        MM_ASYNC_SPAN("load");
        index_later("a.csv").join();
    }
    EXPECT_THAT(names_and_parents(recording), UnorderedElementsAre("/load", "load/index"));
}

// begin: promise
struct Job {
    struct promise_type : TracedPromise<std::suspend_never, std::suspend_never> {
        Job get_return_object() { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
};

Job fetch(Gate& answer) {
    MM_ASYNC_SPAN("fetch");
    co_await answer;
    MM_ASYNC_SPAN("parse");
}
// end

TEST(AsyncSpansGuide, ACoroutineTypeOfYourOwn) {
    const ScopedRecording recording;
    Gate first;
    Gate second;
    {
        MM_ASYNC_SPAN("load");
        fetch(first);
        fetch(second);
    }
    std::thread{[&] { second.open(); }}.join();
    first.open();
    EXPECT_THAT(names_and_parents(recording),
                UnorderedElementsAre("/load", "load/fetch", "load/fetch", "fetch/parse", "fetch/parse"));
}

namespace library {
using Task = micromegas::tracing::testing::StrangersTask;
}

// begin: argument
library::Task read_row(Gate& row, TaskContext task = {}) {
    const TaskContext::Running running{task};
    MM_ASYNC_SPAN("read_row");
    co_await task.traced(row);
    MM_ASYNC_SPAN("decode");
}
// end

TEST(AsyncSpansGuide, ACoroutineTypeOfALibrary) {
    const ScopedRecording recording;
    Gate first;
    Gate second;
    {
        MM_ASYNC_SPAN("query");
        const library::Task one = read_row(first);
        const library::Task two = read_row(second);
        one.resume();
        two.resume();
        std::thread{[&] { second.open(); }}.join();
        first.open();
    }
    EXPECT_THAT(names_and_parents(recording), UnorderedElementsAre("/query", "query/read_row", "query/read_row",
                                                                   "read_row/decode", "read_row/decode"));
}

}  // namespace
