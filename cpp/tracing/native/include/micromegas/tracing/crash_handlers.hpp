// What is recorded arrives although the program crashes: opt-in handlers of the signals that end a program.
//
//     int main() {
//         const auto telemetry = micromegas::telemetry_sink::init_telemetry();
//         if (const std::error_code error = micromegas::tracing::install_crash_handlers()) { ... }
//
// On SIGSEGV, SIGABRT, SIGBUS, SIGFPE and SIGILL one entry is logged at fatal with the signal's name, the address and
// the thread; what all threads have recorded is handed over; the dispatch is shut down. Then the signal takes the way
// that it took before: to the handler that was there, or to the end of the process with its signal and core dump.
//
// Guaranteed: every event whose call had returned before the crash, on whatever thread, reaches the sink, unless the
// crash came from inside the sink or a formatter, or keeps a lock (the heap's, the sink's, one that the library holds
// for a moment) without which nothing can be handed over. The program ends in any case, after `patience` at the latest.
//
// Not guaranteed: events whose call had not returned; what a sink buffers itself and does not deliver in `on_shutdown`.
// SIGKILL and `_exit` leave no time for anything. `exit` runs what is registered for it: a guard that is a static
// variable delivers everything, one on the stack of `main` nothing that was not handed over before.
#pragma once

#include <chrono>
#include <system_error>

namespace micromegas::tracing {

struct CrashHandlerOptions {
    /// How long a thread that crashes waits until everything is handed over. From 1 ms to a year.
    std::chrono::milliseconds patience{5000};
};

/// Handing over allocates, locks and runs the sink's code, none of which a signal handler may do: a thread made here
/// does it, while the handler waits. A signal that is ignored stays so. The calling thread, those that record their
/// first event from now on, and those that begin a `TracingThreadGuard`, also before, have a stack for the handler, so
/// that an overflow of their own is told too: on any other the system ends the process at once. A second call does
/// nothing. An error, where no thread can be made or `patience` is out
/// of its range, changes nothing.
///
/// Install them after handlers that should come later, since these are called in turn. The first signal ends tracing,
/// also where an older handler lets the program go on. A child of a fork begins without.
[[nodiscard]] std::error_code install_crash_handlers(CrashHandlerOptions options = {}) noexcept;

/// Puts the previous handlers back, except where another one has been installed over ours. Not from inside a sink.
void remove_crash_handlers() noexcept;

}  // namespace micromegas::tracing
