// The child of a `fork` starts as a process in which tracing was never initialised. It neither waits for its parent's
// threads, which it does not have, nor hands over their records. Each part of the library that has state of its own
// sees to that by itself, and says so here.
#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// The order of mutexes: a part that takes another one's mutex while it holds its own comes before that one. `before`
/// is called in this order, the others in the opposite one.
enum class ForkOrder : std::uint8_t {
    TerminateHook,
    CrashHandlers,
    Filter,
    Sink,
    Context,
    Backtrace,
    Recording,
    Calls
};
inline constexpr int kForkOrders = 8;

struct ForkParticipant {
    ForkOrder order{};
    void (*before)() noexcept =
        nullptr;  ///< In the parent: locks the part's mutexes, so that the child finds it whole.
    void (*in_parent)() noexcept = nullptr;  ///< Unlocks them.
    void (*in_child)() noexcept = nullptr;   ///< Unlocks them, and makes the part as it was at first.
};

/// `participant` is for ever. Again, it does nothing. Not with a mutex that a participant holds.
void take_part_in_forks(const ForkParticipant& participant) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
