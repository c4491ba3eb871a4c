// Loads two resources at once, as coroutines of Asio on two threads, and prints the tree of the spans that it recorded.
#include "traced_executor.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tracing = micromegas::tracing;
using namespace std::chrono_literals;

namespace {

asio::awaitable<void> pause(std::chrono::milliseconds duration) {
    asio::steady_timer timer{co_await asio::this_coro::executor, duration};
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> fetch(std::string_view name, std::chrono::milliseconds duration) {
    MM_ASYNC_SPAN_NAMED(name);
    {
        MM_ASYNC_SPAN("connect");
        co_await pause(duration);
    }
    MM_ASYNC_SPAN("read");
    co_await pause(duration);
}

/// Starts a separate task, a child of the caller's span.
asio::awaitable<void> spawn(asio::thread_pool& pool, asio::awaitable<void> coroutine) {
    return asio::co_spawn(TracedExecutor{asio::make_strand(pool)}, std::move(coroutine), asio::use_awaitable);
}

asio::awaitable<void> load_page(asio::thread_pool& pool) {
    using namespace asio::experimental::awaitable_operators;
    MM_ASYNC_SPAN("load page");
    co_await (spawn(pool, fetch("script", 3ms)) && spawn(pool, fetch("style", 2ms)));
    MM_ASYNC_SPAN("render");
    co_await pause(1ms);
}

void print_children(const std::vector<tracing::testing::RecordedSpan>& spans, std::uint64_t parent) {
    for (const auto& span : spans) {
        if (span.parent_span_id == parent) {
            std::printf("%*s%s\n", static_cast<int>(2 * span.depth), "", span.name.c_str());
            print_children(spans, span.span_id);
        }
    }
}

}  // namespace

int main() {
    const auto sink = std::make_shared<tracing::InMemorySink>();
    if (const auto error = tracing::dispatch::init_event_dispatch({.cpu_tracing_enabled = true}, sink)) {
        std::fprintf(stderr, "%s\n", error.message().c_str());
        return 1;
    }
    asio::thread_pool pool{2};
    asio::co_spawn(TracedExecutor{asio::make_strand(pool)}, load_page(pool), asio::detached);
    pool.join();
    tracing::dispatch::shutdown_dispatch();

    auto spans = tracing::testing::read_spans(*sink);
    std::ranges::sort(spans, {}, &tracing::testing::RecordedSpan::name);
    print_children(spans, 0);
}
