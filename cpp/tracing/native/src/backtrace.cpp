#include "backtrace.hpp"

#include "context.hpp"
#include "inside_sink.hpp"
#include "log_router.hpp"
#include "system/fork.hpp"

#include <micromegas/tracing/detail/filter_gate.hpp>
#include <micromegas/tracing/detail/kept_entry.hpp>
#include <micromegas/tracing/detail/property_keys.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constinit std::atomic<bool> g_has_backtrace{false};

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kMark = "backtrace";
constexpr std::string_view kAge = "age_ms";

struct Held {
    KeptEntry entry;
    Clock::time_point time;
};

struct Ring {
    std::mutex mutex;
    std::atomic<LevelFilter> trigger{LevelFilter::Off};
    BacktraceOptions options;
    std::deque<Held> held;
    std::size_t bytes = 0;

    void clear() noexcept {
        held.clear();
        bytes = 0;
    }
};

Ring& ring() noexcept {
    static Ring& instance = *new Ring;  // never destroyed: threads may log to the end
    return instance;
}

constexpr ForkParticipant kForkParticipant{.order = ForkOrder::Backtrace,
                                           .before = []() noexcept { ring().mutex.lock(); },
                                           .in_parent = []() noexcept { ring().mutex.unlock(); },
                                           .in_child =
                                               []() noexcept {
                                                   g_has_backtrace.store(false);
                                                   ring().clear();
                                                   ring().mutex.unlock();
                                               }};

/// The lock, unless it is not to be had: the thread that has it may have crashed, or this is a signal handler on it.
std::unique_lock<std::mutex> lock_patiently() noexcept {
    constexpr int kTries = 100;
    std::unique_lock lock{ring().mutex, std::try_to_lock};
    for (int i = 0; i < kTries && !lock.owns_lock(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
        static_cast<void>(lock.try_lock());
    }
    return lock;
}

void keep(KeptEntry entry) noexcept {
    const std::size_t size = entry.size();
    const auto lock = lock_patiently();
    Ring& all = ring();
    if (!lock.owns_lock() || size > all.options.bytes || !g_has_backtrace.load(std::memory_order_relaxed)) {
        return;
    }
    all.held.push_back({std::move(entry), Clock::now()});
    all.bytes += size;
    while (all.held.size() > all.options.entries || all.bytes > all.options.bytes) {
        all.bytes -= all.held.front().entry.size();
        all.held.pop_front();
    }
}

/// Gets entries with their context.
class Keeper final : public NullEventSink {
public:
    void on_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override {
        std::vector<PropertyView> marked;
        marked.reserve(properties.size() + 2);
        std::ranges::copy_if(properties, std::back_inserter(marked), [](const PropertyView& property) {
            return !is_same_key(property.name, kMark) && !is_same_key(property.name, kAge);
        });
        marked.push_back({kMark, true});
        // Its texts are copied: the library that has the call site may be closed by the time of an error.
        const LogMetadata site{
            desc.level, {}, desc.target, desc.module_path, desc.file, desc.line, MetadataLifetime::Transient};
        keep({site, marked, time, message});
    }
};

Keeper& keeper() noexcept {
    static Keeper& instance = *new Keeper;  // never destroyed, as the ring
    return instance;
}

std::deque<Held> take_all() noexcept {
    std::deque<Held> held;
    if (const auto lock = lock_patiently(); lock.owns_lock()) {
        held.swap(ring().held);
        ring().bytes = 0;
    }
    return held;
}

/// Records get the context of the thread that records them; those of the ring have their own.
class NoContext {
public:
    NoContext() noexcept { swap_context(other_); }
    ~NoContext() { swap_context(other_); }
    NoContext(const NoContext&) = delete;
    NoContext& operator=(const NoContext&) = delete;

private:
    ThreadContext other_;
};

}  // namespace

void begin_backtrace(const BacktraceOptions& options) noexcept {
    static constinit std::atomic<bool> has_floor{false};  // the child of a fork has its parent's
    const bool is_wanted = options.entries != 0;
    if (!is_wanted && !has_floor.load()) {
        return;
    }
    take_part_in_forks(kForkParticipant);
    if (const auto lock = lock_patiently(); lock.owns_lock()) {
        ring().options = options;
        ring().clear();
    }
    g_has_backtrace.store(is_wanted);
    ring().trigger.store(options.trigger);
    has_floor.store(is_wanted);
    set_filter_floor(is_wanted ? options.level : LevelFilter::Off);
}

void end_backtrace() noexcept { begin_backtrace({}); }

void hold_back(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
               std::string_view message) noexcept {
    if (is_inside_sink()) {
        return;
    }
    const InsideSink inside;  // `operator new` may log
    if (const LogInContext log_in_context = g_log_in_context.load(std::memory_order_relaxed)) {
        log_in_context(keeper(), desc, properties, time, message);
    } else {
        keeper().on_log(desc, properties, time, message);
    }
}

void bring_backtrace(Level level) noexcept {
    if (!allows(ring().trigger.load(std::memory_order_relaxed), level) || is_inside_sink()) {
        return;
    }
    std::deque<Held> held = take_all();
    const NoContext no_context;
    const Clock::time_point time = Clock::now();
    for (Held& one : held) {
        one.entry.add({kAge, std::chrono::duration<double, std::milli>{time - one.time}.count()});
        one.entry.deliver(route_kept);
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
