// Linked into a program, it makes the program's steady clock a thousand times as fast, and waits for the network end
// as much sooner: half an hour passes in two seconds.
#include <algorithm>
#include <cstdint>

#include <dlfcn.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <ctime>

namespace {

constexpr std::int64_t kFactor = 1000;
constexpr std::int64_t kSecond = 1'000'000'000;

std::int64_t real_nanoseconds(clockid_t clock) noexcept {
    timespec time{};
    syscall(SYS_clock_gettime, clock, &time);
    return std::int64_t{time.tv_sec} * kSecond + time.tv_nsec;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    if (clock != CLOCK_MONOTONIC && clock != CLOCK_BOOTTIME) {
        return static_cast<int>(syscall(SYS_clock_gettime, clock, time));
    }
    static const std::int64_t begin = real_nanoseconds(CLOCK_MONOTONIC);
    const std::int64_t now = real_nanoseconds(clock) + (real_nanoseconds(CLOCK_MONOTONIC) - begin) * (kFactor - 1);
    *time = {.tv_sec = now / kSecond, .tv_nsec = now % kSecond};
    return 0;
}

int poll(pollfd* descriptors, nfds_t count, int timeout) {
    static const auto real = reinterpret_cast<int (*)(pollfd*, nfds_t, int)>(dlsym(RTLD_NEXT, "poll"));
    return real(descriptors, count, timeout > 0 ? std::max(timeout / static_cast<int>(kFactor), 1) : timeout);
}
}
