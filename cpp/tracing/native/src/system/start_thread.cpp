#include <micromegas/tracing/detail/start_thread.hpp>

#include <csignal>
#include <initializer_list>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

int start_thread(pthread_t& thread, void* (*run)(void*), void* argument) noexcept {
    sigset_t all{};
    sigset_t before{};
    sigfillset(&all);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
        sigdelset(&all, fault);
    }
    static_cast<void>(pthread_sigmask(SIG_SETMASK, &all, &before));
    const int error = pthread_create(&thread, nullptr, run, argument);
    static_cast<void>(pthread_sigmask(SIG_SETMASK, &before, nullptr));
    return error;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
