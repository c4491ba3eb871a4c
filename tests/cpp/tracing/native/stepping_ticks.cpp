#include "stepping_ticks.hpp"

#include <atomic>
#include <csignal>
#include <ctime>

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

namespace micromegas::tracing {
namespace {

// Ticks are nanoseconds here. The value is below the real counter, so the kernel's clocks in user space treat it as a
// counter that has not moved since their last update.
constexpr std::int64_t kStart = 20'000'000'000;

std::int64_t monotonic_nanoseconds() noexcept {
    timespec time{};
    syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &time);  // the C library's reads the counter
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::atomic<std::int64_t> g_offset{0};
struct sigaction g_previous {};

/// RDTSC is two bytes, 0F 31; RDTSCP three.
void answer_the_counter(int, siginfo_t*, void* context) {
    auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    const auto* const instruction = reinterpret_cast<const unsigned char*>(registers[REG_RIP]);
    const std::int64_t ticks = monotonic_nanoseconds() + g_offset.load();
    registers[REG_RAX] = ticks & 0xFFFFFFFF;
    registers[REG_RDX] = (ticks >> 32) & 0xFFFFFFFF;
    registers[REG_RIP] += instruction[1] == 0x31 ? 2 : 3;
}

}  // namespace

SteppingTicks::SteppingTicks() noexcept {
    g_offset.store(kStart - monotonic_nanoseconds());
    struct sigaction ours {};
    ours.sa_sigaction = answer_the_counter;
    ours.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGSEGV, &ours, &g_previous);
    prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0);
}

SteppingTicks::~SteppingTicks() {
    prctl(PR_SET_TSC, PR_TSC_ENABLE, 0, 0, 0);
    sigaction(SIGSEGV, &g_previous, nullptr);
}

void SteppingTicks::step(std::int64_t ticks) noexcept { g_offset.fetch_add(ticks); }

}  // namespace micromegas::tracing
