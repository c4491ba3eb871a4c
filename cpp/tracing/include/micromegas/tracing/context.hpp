// Properties of every log entry and metric, for as long as a guard lives:
//
//     const ContextGuard request{{{"request", id}, {"user", name}}};   // of the calling thread, or of its task
//     const ProcessContextGuard scene{{{"scene", file}}};              // of all threads
//
// An entry or metric has the properties of its call, those of its thread's guards, and those of the process's guards.
// Where two have the same name, in whatever case, the first in that order counts; of two guards of a thread the inner
// one, of two of the process the later one. Spans have no context.
//
// A thread begins without a context. A TaskContext (async.hpp) takes the context of the thread that makes it to the
// thread that runs the task, natively and with DEVTOOLS; in other WebAssembly modules a coroutine must not suspend
// while a guard of its own lives.
//
// A guard allocates memory, and so costs more than an entry. Entries and metrics do not become slower by a context: it
// is recorded once when it has changed, and not with each of them.
// Why: docs/decisions/0044-a-context-is-a-record-of-its-own.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/thread_context.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <cstdint>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Guards of a thread end in the opposite order of their begins; so each is a variable of a block.
class [[nodiscard]] ContextGuard {
public:
    explicit ContextGuard(const PropertySet& properties) noexcept;
    ~ContextGuard();
    ContextGuard(const ContextGuard&) = delete;
    ContextGuard& operator=(const ContextGuard&) = delete;

private:
    detail::ThreadContext other_;  // the former one, while this lasts
    std::uint64_t own_id_;
};

/// For properties that change rarely: each change is remembered until everything recorded before it has been handed
/// over. Guards may end in any order, on any thread.
class [[nodiscard]] ProcessContextGuard {
public:
    explicit ProcessContextGuard(const PropertySet& properties) noexcept;
    ~ProcessContextGuard();
    ProcessContextGuard(const ProcessContextGuard&) = delete;
    ProcessContextGuard& operator=(const ProcessContextGuard&) = delete;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
