#include "context.hpp"

#include <micromegas/tracing/context.hpp>
#include <micromegas/tracing/detail/event_types.hpp>  // one per platform
#include <micromegas/tracing/detail/property_keys.hpp>
#include <micromegas/tracing/time.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <mutex>
#include <new>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constinit std::atomic<bool> g_has_context{false};
constinit std::atomic<LogInContext> g_log_in_context{nullptr};

namespace {

/// Never destroyed, so that an event after the program's end has its context, too.
union Kept {
    constexpr Kept() noexcept : context{} {}
    ~Kept() {}  // NOLINT(modernize-use-equals-default): that of a union with such a member is deleted
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;

    ThreadContext context;
};
constinit Kept g_no_context;

/// In `t_memory` after the thread's first guard, and never destroyed. Without a destructor, as a thread's first use of
/// a variable that has one allocates, and may be in a signal handler.
constinit thread_local ThreadContext* t_context = nullptr;
alignas(ThreadContext) constinit thread_local std::array<std::byte, sizeof(ThreadContext)> t_memory{};

constinit std::atomic<std::uint64_t> g_last_id{0};

struct ProcessContexts {
    struct Part {
        const ProcessContextGuard* guard;
        PropertySet properties;
    };

    std::mutex mutex;
    std::vector<Part> parts;
    std::vector<ProcessContext> changes;
    std::int64_t forgotten = std::numeric_limits<std::int64_t>::min();
};

ProcessContexts& contexts() noexcept {
    static ProcessContexts& instance = *new ProcessContexts;  // never destroyed: threads may log to the end
    return instance;
}

/// Adds those of `outer` whose names are new.
template <class AnyProperty>
void add(std::vector<AnyProperty>& properties, std::span<const AnyProperty> outer) {
    for (const AnyProperty& property : outer) {
        if (std::ranges::none_of(properties,
                                 [&](const AnyProperty& inner) { return is_same_key(inner.name, property.name); })) {
            properties.push_back(property);
        }
    }
}

std::vector<Property> merge(std::span<const Property> inner, std::span<const Property> outer) {
    std::vector<Property> properties;
    add(properties, inner);
    add(properties, outer);
    return properties;
}

void log_in_context(EventSink& sink, const LogMetadata& desc, std::span<const PropertyView> own, std::int64_t time,
                    std::string_view message) noexcept {
    std::vector<PropertyView> properties{own.begin(), own.end()};
    PropertySet process;  // the views' texts are its
    add(properties, thread_context().properties.views());
    {
        const std::lock_guard lock{contexts().mutex};
        if (!contexts().changes.empty()) {
            process = contexts().changes.back().properties;
        }
    }
    add(properties, process.views());
    sink.on_log(desc, properties, time, message);
}

void expect_context() noexcept {
    g_log_in_context.store(log_in_context, std::memory_order_relaxed);
    g_has_context.store(true, std::memory_order_relaxed);
}

// A change waits until everything before it has been handed over. Those that are too many are forgotten: entries of
// their times have none of the process's context, rather than a wrong one.
constexpr std::size_t kManyChanges = 1024;
constexpr std::size_t kMostChanges = 4 * kManyChanges;

/// A time after those of all entries before it. The counter of some processors, as AArch64's at 24 MHz, takes longer
/// for a step than a thread for an entry.
std::int64_t next_tick() noexcept {
    constexpr int kMostTries = 10'000;  // of a counter that does not move
    const std::int64_t before = now();
    std::int64_t time = now();
    for (int i = 0; i < kMostTries && time == before; ++i) {
        time = now();
    }
    return time;
}

/// The mutex is held.
void note_change() {
    PropertySet properties;
    for (const ProcessContexts::Part& part : contexts().parts) {
        properties = PropertySet{merge(part.properties.properties(), properties.properties())};
    }
    if constexpr (!kRecordsBlocks) {
        contexts().changes.clear();
    }
    std::vector<ProcessContext>& changes = contexts().changes;
    if (changes.size() == kMostChanges) {
        changes.erase(changes.begin(), changes.end() - kMostChanges / 2);
    }
    changes.push_back({kRecordsBlocks ? next_tick() : 0, std::move(properties)});
}

template <class Change>
void change_process_context(Change change) noexcept {
    std::size_t waiting = 0;
    {
        const std::lock_guard lock{contexts().mutex};
        change(contexts().parts);
        note_change();
        waiting = contexts().changes.size();
    }
    if (waiting % kManyChanges == 0) {
        hand_over_for_contexts();
    }
}

}  // namespace

void swap_thread_context(ThreadContext& other) noexcept {
    if (t_context == nullptr) {
        t_context = new (t_memory.data()) ThreadContext;
    }
    std::swap(*t_context, other);
    tell_of_context(*t_context);
}

const ThreadContext& thread_context() noexcept { return t_context != nullptr ? *t_context : g_no_context.context; }

std::vector<ProcessContext> process_contexts() {
    if (!g_has_context.load(std::memory_order_relaxed)) {
        return {};
    }
    const std::lock_guard lock{contexts().mutex};
    return contexts().changes;
}

void forget_process_contexts(std::int64_t time) noexcept {
    if (!g_has_context.load(std::memory_order_relaxed)) {
        return;
    }
    const std::lock_guard lock{contexts().mutex};
    // A thread may have been interrupted between the time of its record and its publication: it has until next time.
    const std::int64_t before = std::exchange(contexts().forgotten, time);
    std::vector<ProcessContext>& changes = contexts().changes;
    const auto first_later = std::ranges::upper_bound(changes, before, {}, &ProcessContext::since);
    if (first_later != changes.begin()) {
        changes.erase(changes.begin(), std::prev(first_later));
    }
}

void lock_process_context() noexcept { contexts().mutex.lock(); }
void unlock_process_context() noexcept { contexts().mutex.unlock(); }

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {

ContextGuard::ContextGuard(const PropertySet& properties) noexcept
    : other_{PropertySet{detail::merge(properties.properties(), detail::thread_context().properties.properties())},
             detail::g_last_id.fetch_add(1, std::memory_order_relaxed) + 1},
      own_id_(other_.id) {
    detail::expect_context();
    detail::swap_thread_context(other_);
}

ContextGuard::~ContextGuard() {
    // A coroutine that is destroyed while it is suspended ends its guards on a thread that does not have its context.
    if (detail::thread_context().id == own_id_) {
        detail::swap_thread_context(other_);
    }
}

ProcessContextGuard::ProcessContextGuard(const PropertySet& properties) noexcept {
    detail::expect_context();
    detail::change_process_context([&](auto& parts) { parts.push_back({this, properties}); });
}

ProcessContextGuard::~ProcessContextGuard() {
    detail::change_process_context(
        [this](auto& parts) { std::erase_if(parts, [this](const auto& part) { return part.guard == this; }); });
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
