#include "background_thread.hpp"

#include <csignal>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

int start_background_thread(pthread_t& thread, void* (*run)(void*), void* argument) noexcept {
    sigset_t all{};
    sigset_t before{};
    sigfillset(&all);
    static_cast<void>(pthread_sigmask(SIG_SETMASK, &all, &before));
    const int error = pthread_create(&thread, nullptr, run, argument);
    static_cast<void>(pthread_sigmask(SIG_SETMASK, &before, nullptr));
    return error;
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
