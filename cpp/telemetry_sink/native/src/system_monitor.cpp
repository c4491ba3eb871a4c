#include <micromegas/telemetry_sink/system_monitor.hpp>

#include "proc_files.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/detail/start_thread.hpp>

#include <atomic>
#include <cerrno>
#include <ctime>

#include <semaphore.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

constexpr long kPeriodNanoseconds = 200'000'000;
constexpr unsigned kPeriodsOfProcess = 25;

void record_machine(CpuTimes& last) {
    const MachineMemory memory = read_machine_memory();
    MM_IMETRIC("used_memory", "bytes", memory.used);
    MM_IMETRIC("free_memory", "bytes", memory.free);
    const CpuTimes now = read_cpu_times();
    if (now.all > last.all && now.busy >= last.busy) {
        MM_FMETRIC("cpu_usage", "percent",
                   100.0 * static_cast<double>(now.busy - last.busy) / static_cast<double>(now.all - last.all));
    }
    last = now;
}

void record_process() {
    const ProcessMemory memory = read_process_memory();
    MM_IMETRIC("process_resident_bytes", "bytes", memory.resident);
    MM_IMETRIC("process_virtual_bytes", "bytes", memory.virtual_size);
}

}  // namespace

/// A semaphore, as it does not know its threads: the child of a fork may end it.
struct SystemMonitor::Shared {
    /// Whether it is time to go on, rather than to end.
    [[nodiscard]] bool wait() noexcept {
        timespec until{};
        static_cast<void>(clock_gettime(CLOCK_MONOTONIC, &until));
        until.tv_nsec += kPeriodNanoseconds;
        until.tv_sec += until.tv_nsec / 1'000'000'000;
        until.tv_nsec %= 1'000'000'000;
        while (sem_clockwait(&wake, CLOCK_MONOTONIC, &until) != 0 && errno == EINTR) {
        }
        return !is_stopping.load();
    }

    void run() noexcept {
        static_cast<void>(pthread_setname_np(pthread_self(), "micromegas-sys"));
        // Linux has one for each thread.
        static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), 19));
        MM_IMETRIC("total_memory", "bytes", read_machine_memory().total);
        CpuTimes last = read_cpu_times();
        for (unsigned period = 0; !is_stopping.load(); ++period) {
            if (period % kPeriodsOfProcess == 0) {
                record_process();
            }
            if (wait()) {
                record_machine(last);
            }
        }
    }

    pid_t process = 0;
    pthread_t thread{};
    sem_t wake{};
    std::atomic<bool> is_stopping{false};
};

SystemMonitor::SystemMonitor() = default;

SystemMonitor::~SystemMonitor() { stop(); }

void SystemMonitor::start() {
    if (shared_ != nullptr && shared_->process == getpid()) {
        return;
    }
    shared_ = std::make_unique<Shared>();
    shared_->process = getpid();
    static_cast<void>(sem_init(&shared_->wake, 0, 0));
    const auto run = [](void* shared) -> void* {
        static_cast<Shared*>(shared)->run();
        return nullptr;
    };
    if (tracing::detail::start_thread(shared_->thread, run, shared_.get()) != 0) {
        shared_.reset();
    }
}

void SystemMonitor::stop() noexcept {
    if (shared_ != nullptr && shared_->process == getpid()) {
        shared_->is_stopping.store(true);
        static_cast<void>(sem_post(&shared_->wake));
        static_cast<void>(pthread_join(shared_->thread, nullptr));
    }
    shared_.reset();
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
