// An executor of one logical task, for Asio: the task's place among the spans moves to the thread that runs the task.
#pragma once

#include <micromegas/tracing/async.hpp>

#include <asio/execution.hpp>
#include <asio/prefer.hpp>
#include <asio/query.hpp>
#include <asio/require.hpp>

#include <memory>
#include <utility>

/// The task gets the place of the code that makes this; copies share the task. `Inner` runs one function at a time, to
/// its end: it is a strand, unless the whole context runs on one thread.
template <class Inner>
class TracedExecutor {
public:
    explicit TracedExecutor(Inner inner)
        : TracedExecutor(std::move(inner), std::make_shared<micromegas::tracing::TaskContext>()) {}
    TracedExecutor(Inner inner, std::shared_ptr<micromegas::tracing::TaskContext> task) noexcept
        : inner_(std::move(inner)), task_(std::move(task)) {}

    template <class Function>
    void execute(Function function) const {
        asio::execution::execute(inner_, [task = task_, function = std::move(function)]() mutable {
            const micromegas::tracing::TaskContext::Running running{*task};
            std::move(function)();
        });
    }

    friend bool operator==(const TracedExecutor& a, const TracedExecutor& b) noexcept {
        return a.inner_ == b.inner_ && a.task_ == b.task_;
    }

    // Properties are those of the inner executor.
    template <class Property>
    // NOLINTNEXTLINE(readability-const-return-type): the inner executor's type; some of Asio's are const.
    requires asio::can_query<const Inner&, Property>::value decltype(auto) query(const Property& property) const {
        return asio::query(inner_, property);
    }
    template <class Property>
    requires asio::can_require<const Inner&, Property>::value auto require(const Property& property) const {
        return with_inner(asio::require(inner_, property));
    }
    template <class Property>
    requires asio::can_prefer<const Inner&, Property>::value auto prefer(const Property& property) const {
        return with_inner(asio::prefer(inner_, property));
    }

private:
    template <class Other>
    auto with_inner(Other inner) const {
        return TracedExecutor<Other>{std::move(inner), task_};
    }

    Inner inner_;
    std::shared_ptr<micromegas::tracing::TaskContext> task_;
};
