#pragma once

#include <micromegas/abi.hpp>

#include <atomic>

#include <unistd.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

/// One `T` for each process. The child of a fork, where a thread that it does not have may hold a lock of its parent's,
/// begins with a new one. Never destroyed: a guard may be a static.
template <class T>
T& of_this_process() noexcept {
    struct Holder {
        pid_t pid;
        Holder* parent;
        T value;
    };
    static constinit std::atomic<Holder*> current{nullptr};
    const pid_t pid = getpid();
    Holder* found = current.load();
    while (found == nullptr || found->pid != pid) {
        auto* const made = new Holder{pid, found, {}};
        if (current.compare_exchange_strong(found, made)) {
            return made->value;
        }
        delete made;
    }
    return found->value;
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
