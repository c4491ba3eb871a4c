// Replaces the wall clock of a program: it steps back and forth by an hour. Other clocks are the system's.
#include <atomic>

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
    static std::atomic<unsigned> calls{0};
    const long result = syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && clock == CLOCK_REALTIME && calls.fetch_add(1, std::memory_order_relaxed) % 16 >= 8) {
        time->tv_sec -= 3600;
    }
    return static_cast<int>(result);
}
