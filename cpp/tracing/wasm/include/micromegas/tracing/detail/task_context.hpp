// No spans, no context: awaitables are awaited unchanged.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/spans.hpp>

#include <coroutine>
#include <utility>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

class TaskContext {
public:
    constexpr TaskContext() noexcept = default;

    class [[maybe_unused]] Running {
    public:
        constexpr explicit Running(TaskContext&) noexcept {}
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;
    };

    template <class Awaitable>
    [[nodiscard]] constexpr Awaitable&& traced(Awaitable&& awaitable) noexcept {
        return std::forward<Awaitable>(awaitable);
    }

private:
    template <class Initial, class Final>
    friend class TracedPromise;

    template <class Initial>
    [[nodiscard]] constexpr Initial traced_start() noexcept {
        return Initial{};
    }
    constexpr void leave() noexcept {}
};

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
