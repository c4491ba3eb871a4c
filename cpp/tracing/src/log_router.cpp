// Why: docs/decisions/0004-sinks-get-text-and-are-pinned.md
#include "log_router.hpp"

#include "context.hpp"
#include "format_message.hpp"
#include "inside_sink.hpp"
#include "report_left_out.hpp"
#include "router_recorder.hpp"

#include <micromegas/tracing/detail/has_threads.hpp>    // one per platform
#include <micromegas/tracing/detail/option_ranges.hpp>  // one per platform
#include <micromegas/tracing/time.hpp>

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constinit std::atomic<void (*)() noexcept> g_report_left_out{nullptr};

namespace {

struct Installed {
    std::shared_ptr<EventSink> sink;
    std::shared_ptr<const ProcessInfo> process;
    LevelFilter text_level;
    LevelFilter deferred_level;
    bool buffers_text;
    bool blocks;
    bool needs_time;
    Installed* next_abandoned = nullptr;
};

enum class Phase { Idle, Changing, Running };

struct Router {
    std::atomic<Phase> phase{Phase::Idle};
    std::atomic<Installed*> installed{nullptr};
    std::atomic<int> pins{0};              // uses of `installed` that are under way, on all threads
    Installed* first_abandoned = nullptr;  // kept for a call that had not come back; touched while `Changing`
    std::optional<Uuid> forked_from;       // the process id that was installed when this process was forked
};

// Nothing in it is ever destroyed: static destructors may log, and a crash may come at any time.
constinit Router g_router;
static_assert(std::is_trivially_destructible_v<Router>);

constinit thread_local int t_own_pins = 0;

/// The right to use the installed sink. Sequentially consistent on both sides: either this thread sees that it was
/// taken away, or `uninstall_sink` sees the pin and waits. Where nothing is installed there is nothing to pin, so that
/// threads that go on calling do not keep a shutdown from seeing the last pin go.
class Pin {
public:
    Pin() noexcept {
        if (g_router.installed.load() == nullptr) {
            return;
        }
        g_router.pins.fetch_add(1);
        ++t_own_pins;
        installed_ = g_router.installed.load();
        if (installed_ == nullptr) {
            release();
        }
    }
    ~Pin() {
        if (installed_ != nullptr) {
            release();
        }
    }
    Pin(const Pin&) = delete;
    Pin& operator=(const Pin&) = delete;

    [[nodiscard]] const Installed* operator->() const noexcept { return installed_; }
    [[nodiscard]] explicit operator bool() const noexcept { return installed_ != nullptr; }
    /// Whether a shutdown has begun meanwhile, on any thread; it waits for other threads' pins only.
    [[nodiscard]] bool is_current() const noexcept { return g_router.installed.load() == installed_; }

private:
    static void release() noexcept {
        --t_own_pins;
        g_router.pins.fetch_sub(1);
    }

    const Installed* installed_ = nullptr;
};

/// Waits at most `patience` for `is_done`; returns its result. A module without threads has no thread to wait for, and
/// should not contain the code of a clock.
template <class Condition>
bool wait_until([[maybe_unused]] std::chrono::milliseconds patience, Condition is_done) noexcept {
    if constexpr (kHasThreads) {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!is_done() && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
    }
    return is_done();
}

bool is_recorded(const Pin& pin, const LogMetadata& desc) noexcept {
    return kRecordsBlocks && (pin->blocks || allows(pin->deferred_level, desc.level));
}

bool wants_text(const Pin& pin, const LogMetadata& desc) noexcept {
    if (!allows(pin->text_level, desc.level)) {
        return false;
    }
    const InsideSink inside;
    return pin->sink->on_log_enabled(desc);
}

/// Calls `deliver(pin, wants_text)` for an entry that has passed the filter, unless it comes from inside a sink or no
/// sink wants it.
template <class Deliver>
void with_recipient(const LogMetadata& desc, Deliver deliver) noexcept {
    if (is_inside_sink()) {
        refused_inside_sink();
        return;
    }
    const Pin pin;
    if (!pin) {
        return;
    }
    const bool is_wanted_as_text = wants_text(pin, desc);
    if (is_wanted_as_text || is_recorded(pin, desc)) {
        deliver(pin, is_wanted_as_text);
    }
}

/// A record has no context: the collector adds it.
void hand_over(const Pin& pin, bool is_wanted_as_text, const LogMetadata& desc,
               std::span<const PropertyView> properties, std::int64_t time, std::string_view message,
               LogInContext log_in_context = g_log_in_context.load(std::memory_order_relaxed)) noexcept {
    if (!pin.is_current()) {  // this very thread shut down, in `on_log_enabled` or a formatter
        return;
    }
    if (is_recorded(pin, desc)) {
        record_log(desc, properties, time, message);
    }
    if (is_wanted_as_text) {
        const InsideSink inside;
        if (log_in_context != nullptr) [[unlikely]] {
            log_in_context(*pin->sink, desc, properties, time, message);
        } else {
            pin->sink->on_log(desc, properties, time, message);
        }
    }
    if constexpr (kRecordsBlocks) {
        if (is_wanted_as_text && pin->buffers_text) {
            see_to_buffered_text();
        }
        if (allows(pin->deferred_level, desc.level)) {
            pass_on_if_it_may_not_wait(desc.level);
        }
    }
}

/// By itself, so that an entry that needs no formatting does not pay for the buffer.
[[gnu::noinline]] void format_and_hand_over(const Pin& pin, bool is_wanted_as_text, const LogMetadata& desc,
                                            std::span<const PropertyView> properties, std::int64_t time,
                                            const fmt::format_args& args) noexcept {
    // Formatters are the program's code, not the sink's: their entries are delivered.
    hand_over(pin, is_wanted_as_text, desc, properties, time, FormattedMessage{desc.fmt_str, args}.text());
}

/// Returns when the shutdown or initialisation that another thread is at has come to its end.
void wait_for_other_change(std::chrono::milliseconds patience) noexcept {
    if (is_on_the_way()) {
        return;  // it may be waiting for this thread
    }
    wait_until(patience, [] { return g_router.phase.load() != Phase::Changing; });
}

}  // namespace

std::error_code install_sink(const DispatchConfig& config, std::shared_ptr<EventSink> sink) {
    if (sink == nullptr) {
        return InitError::MissingSink;
    }
    if (find_reserved_name(config.process_properties)) {
        return InitError::ReservedProperty;
    }
    if (!find_out_of_range(config).empty()) {
        return InitError::OptionOutOfRange;
    }
    prepare_process();
    Phase expected = Phase::Idle;
    if (!g_router.phase.compare_exchange_strong(expected, Phase::Changing)) {
        return InitError::AlreadyInitialised;
    }
    if (config.filter) {
        set_filter(*config.filter);
    }
    const auto& parent = config.parent_process_id ? config.parent_process_id : g_router.forked_from;
    auto process = std::make_shared<const ProcessInfo>(
        dispatch::make_process_info(Uuid::random(), parent, config.process_properties));
    const SinkInterest interest = for_this_platform(sink->interest());
    {
        const InsideSink inside;
        sink->on_startup(process);
    }
    begin_recording(config, interest, sink, process);
    const Installed* const before = g_router.installed.exchange(
        new Installed{std::move(sink), std::move(process), interest.text, interest.deferred_text, interest.buffers_text,
                      interest.blocks, kRecordsBlocks || interest.time});
    // Before a shutdown on another thread can close it.
    open_gate(
        std::max({interest.text, interest.deferred_text, interest.blocks ? config.blocks_level : LevelFilter::Off}));
    g_router.phase.store(Phase::Running);
    if (before != nullptr) {  // of `install_until_initialised`, and kept, as another thread may be inside
        before->sink->on_shutdown();
    }
    return InitError::None;
}

void install_until_initialised(std::shared_ptr<EventSink> sink) {
    g_router.installed.store(
        new Installed{std::move(sink), nullptr, LevelFilter::Trace, LevelFilter::Off, false, false, true});
    open_gate(LevelFilter::Trace);
}

bool begin_to_uninstall(std::chrono::milliseconds patience) noexcept {
    Phase expected = Phase::Running;
    if (!g_router.phase.compare_exchange_strong(expected, Phase::Changing)) {
        wait_for_other_change(patience);
        return false;
    }
    return true;
}

void uninstall_sink(ShutdownMode mode, std::chrono::milliseconds patience) noexcept {
    if (begin_to_uninstall(patience)) {
        go_on_to_uninstall(mode, patience);
    }
}

void go_on_to_uninstall(ShutdownMode mode, std::chrono::milliseconds patience) noexcept {
    close_gate();
    Installed* const installed = g_router.installed.exchange(nullptr);
    const bool no_other_is_inside = wait_until(patience, [] { return g_router.pins.load() <= t_own_pins; });
    const bool is_ours_alone = no_other_is_inside && t_own_pins == 0;
    end_recording(mode == ShutdownMode::Notify, patience);
    if (mode == ShutdownMode::Notify) {
        const InsideSink inside;
        installed->sink->on_shutdown();
    }
    installed->next_abandoned = std::exchange(g_router.first_abandoned, installed);
    if (is_ours_alone) {  // so are sinks that a shutdown from inside a sink left behind
        for (const Installed* next = std::exchange(g_router.first_abandoned, nullptr); next != nullptr;) {
            delete std::exchange(next, next->next_abandoned);
        }
    }
    g_router.phase.store(Phase::Idle);
}

bool is_installed() noexcept { return g_router.installed.load() != nullptr; }

bool is_on_the_way() noexcept { return is_inside_sink() || t_own_pins > 0; }

void abandon_installation() noexcept {
    if (const Installed* const installed = g_router.installed.exchange(nullptr)) {
        g_router.forked_from = installed->process->process_id;
    }
    g_router.pins.store(t_own_pins);
    g_router.first_abandoned = nullptr;  // another thread may have been at them
    g_router.phase.store(Phase::Idle);
    t_inside_sink = false;
}

std::uint32_t entries_under_way() noexcept {
    return (static_cast<std::uint32_t>(t_own_pins) << 1U) | (t_inside_sink ? 1U : 0U);
}

void return_to_entries(std::uint32_t mark) noexcept {
    const int pins = static_cast<int>(mark >> 1U);
    if (t_own_pins > pins) {
        g_router.pins.fetch_sub(t_own_pins - pins);
        t_own_pins = pins;
    }
    t_inside_sink = t_inside_sink && (mark & 1U) != 0;
}

std::shared_ptr<EventSink> installed_sink() noexcept {
    const Pin pin;
    return pin && pin->process != nullptr ? pin->sink : nullptr;
}

std::shared_ptr<const ProcessInfo> installed_process() noexcept {
    const Pin pin;
    return pin ? pin->process : nullptr;
}

bool has_recipient(const LogMetadata& desc) noexcept {
    bool is_wanted = false;
    if (passes_gate_and_filter(desc)) {
        with_recipient(desc, [&](const Pin&, bool) { is_wanted = true; });
    }
    return is_wanted;
}

void route_literal(const LogMetadata& desc) noexcept {
    with_recipient(desc, [&](const Pin& pin, bool is_wanted_as_text) {
        hand_over(pin, is_wanted_as_text, desc, {}, pin->needs_time ? now() : 0, desc.fmt_str);
    });
}

void route(const LogMetadata& desc, std::span<const PropertyView> properties, const fmt::format_args& args) noexcept {
    if (desc.message_is_literal && properties.empty()) {
        route_literal(desc);
        return;
    }
    with_recipient(desc, [&](const Pin& pin, bool is_wanted_as_text) {
        const std::int64_t time = pin->needs_time ? now() : 0;
        if (desc.message_is_literal) {
            hand_over(pin, is_wanted_as_text, desc, properties, time, desc.fmt_str);
        } else {
            format_and_hand_over(pin, is_wanted_as_text, desc, properties, time, args);
        }
    });
}

void route(const LogMetadata& desc, std::span<const PropertyView> properties, std::string_view message) noexcept {
    with_recipient(desc, [&](const Pin& pin, bool is_wanted_as_text) {
        hand_over(pin, is_wanted_as_text, desc, properties, pin->needs_time ? now() : 0, message);
    });
}

void route_kept(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept {
    if (passes_gate_and_filter(desc)) {
        with_recipient(desc, [&](const Pin& pin, bool is_wanted_as_text) {
            hand_over(pin, is_wanted_as_text, desc, properties, time, message, nullptr);  // it has that of its time
        });
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
