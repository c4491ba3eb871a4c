#include "fork.hpp"

#include <array>
#include <cstddef>
#include <mutex>
#include <utility>

#include <pthread.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

struct Forks {
    std::mutex mutex;  // held across a fork
    std::array<const ForkParticipant*, kForkOrders> participants{};
    bool is_registered = false;
};
constinit Forks g_forks;

void call(void (*function)() noexcept) noexcept {
    if (function != nullptr) {
        function();
    }
}

void before_fork() {
    g_forks.mutex.lock();
    for (const ForkParticipant* const participant : g_forks.participants) {
        call(participant != nullptr ? participant->before : nullptr);
    }
}

template <void (*ForkParticipant::*kFunction)() noexcept>
void after_fork() {
    for (std::size_t i = g_forks.participants.size(); i-- != 0;) {
        const ForkParticipant* const participant = g_forks.participants[i];
        call(participant != nullptr ? participant->*kFunction : nullptr);
    }
    g_forks.mutex.unlock();
}

}  // namespace

void take_part_in_forks(const ForkParticipant& participant) noexcept {
    const std::lock_guard lock{g_forks.mutex};
    g_forks.participants[static_cast<std::size_t>(participant.order)] = &participant;
    if (!std::exchange(g_forks.is_registered, true)) {
        static_cast<void>(pthread_atfork(before_fork, after_fork<&ForkParticipant::in_parent>,
                                         after_fork<&ForkParticipant::in_child>));
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
