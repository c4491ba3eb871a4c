// Delivers recorded events although the program crashes: opt-in handlers of the signals that end a program.
//
//     int main() {
//         const auto telemetry = micromegas::telemetry_sink::init_telemetry();
//         if (const std::error_code error = micromegas::tracing::install_crash_handlers()) { ... }
//
// On SIGSEGV, SIGABRT, SIGBUS, SIGFPE and SIGILL one entry is logged at fatal with the signal's name, the address and
// the thread; the events of all threads are handed over; the dispatch is shut down. Then the signal is passed to the
// previous handler, or ends the process with its signal and core dump.
//
// Guaranteed: every event whose call had returned before the crash, on any thread, reaches the sink, unless the
// crash came from inside the sink or a formatter, or keeps a lock (the heap's, the sink's, one that the library holds
// for a moment) without which nothing can be handed over. The program ends in any case, after `patience` at the latest.
//
// Not guaranteed: events whose call had not returned; data that a sink buffers and does not deliver in `on_shutdown`.
// SIGKILL and `_exit` leave no time for anything. `exit` runs static destructors: a guard in a static variable delivers
// everything, a guard on the stack of `main` only the events that were handed over before.
#pragma once

#include <micromegas/abi.hpp>

#include <chrono>
#include <system_error>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct CrashHandlerOptions {
    /// The maximum time that a crashing thread waits for the hand-over. From 1 ms to a year.
    std::chrono::milliseconds patience{5000};
};

/// Handing over allocates, locks and runs the sink's code, none of which a signal handler may do: a thread made here
/// does it, while the handler waits. An ignored signal stays ignored. The calling thread, threads that record their
/// first event from now on, and threads with a `TracingThreadGuard`, also an earlier one, have a stack for the handler,
/// so an overflow of their own stack is reported too: on any other the system ends the process at once. A second call
/// does nothing. An error, if no thread can be made or `patience` is out of its range, changes nothing.
///
/// Install them after handlers that should run later, since each calls the previous one. The first signal ends tracing,
/// even if an older handler lets the program go on. The child of a fork has no handlers.
[[nodiscard]] std::error_code install_crash_handlers(CrashHandlerOptions options = {}) noexcept;

/// Restores the previous handlers, except where another one has been installed over ours. Not from inside a sink.
void remove_crash_handlers() noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
