// Ctrl-C and SIGTERM end a program in order: logged, everything handed over, then by the signal itself.
// Why: docs/decisions/0035-an-end-by-a-signal-is-the-signals.md
#pragma once

#include <micromegas/abi.hpp>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

/// From now on, for signals that the program has left to the system; no others are touched. Does nothing where the
/// system gives no thread. In the child of a fork, until it is called there, the signals end the process at once.
void handle_end_signals() noexcept;

/// Where one has come: waits until it has ended the process.
void wait_for_end_by_signal() noexcept;

/// Puts the system's ways back, unless the program has set one meanwhile. After the shutdown, so that a signal that
/// comes during it ends the process when everything is handed over.
void leave_end_signals() noexcept;

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
