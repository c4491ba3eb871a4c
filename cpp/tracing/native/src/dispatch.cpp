#include <micromegas/tracing/detail/log_call.hpp>
#include <micromegas/tracing/detail/property_keys.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/terminate_hook.hpp>
#include <micromegas/tracing/testing.hpp>

#include "backtrace.hpp"
#include "collect/collector.hpp"
#include "context.hpp"
#include "filter_mutex.hpp"
#include "format_message.hpp"
#include "inside_sink.hpp"
#include "log_router.hpp"
#include "merge_properties.hpp"
#include "record/recording_thread.hpp"
#include "record/records.hpp"
#include "report_left_out.hpp"
#include "router_recorder.hpp"
#include "system/bounded_wait.hpp"
#include "system/fork.hpp"
#include "system/stack_frames.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

namespace {

constexpr ForkParticipant kTerminateHook{.order = ForkOrder::TerminateHook, .in_child = remove_terminate_hook};
constexpr ForkParticipant kFilter{.order = ForkOrder::Filter,
                                  .before = []() noexcept { filter_mutex().lock(); },
                                  .in_parent = []() noexcept { filter_mutex().unlock(); },
                                  .in_child =
                                      []() noexcept {
                                          filter_mutex().unlock();
                                          close_gate();
                                      }};
constexpr ForkParticipant kSink{.order = ForkOrder::Sink, .in_child = abandon_installation};

constexpr ForkParticipant kContext{.order = ForkOrder::Context,
                                   .before = lock_process_context,
                                   .in_parent = unlock_process_context,
                                   .in_child = unlock_process_context};

/// While the mutexes are held: handlers of the program that run meanwhile may try to log.
constinit std::optional<InsideSink> g_muted;
constexpr ForkParticipant kCalls{.order = ForkOrder::Calls,
                                 .before = []() noexcept { g_muted.emplace(); },
                                 .in_parent = []() noexcept { g_muted.reset(); },
                                 .in_child = []() noexcept { g_muted.reset(); }};

}  // namespace

void prepare_process() noexcept {
    for (const ForkParticipant* const participant : {&kTerminateHook, &kFilter, &kSink, &kContext, &kCalls}) {
        take_part_in_forks(*participant);
    }
    static_cast<void>(recording_state());  // it is there before anything is recorded
    serve_recording();
}

void refused_inside_sink() noexcept {}
void hand_over_for_contexts() noexcept { try_collect(kCollectAll); }

std::chrono::milliseconds longest_shutdown() noexcept { return recording_state().shutdown_timeout.load(); }

namespace {

/// The thread that logs need not make text of such entries for anybody.
bool is_recorded_only(const LogMetadata& desc) noexcept {
    return g_gates.session.load(std::memory_order_relaxed) != 0 &&
           !allows(g_gates.text_level.load(std::memory_order_relaxed), desc.level);
}

// The text of a message.
template <class Use>
void with_text(const LogMetadata& desc, const fmt::format_args& args, Use use) noexcept {
    if (desc.message_is_literal) {
        use(desc.fmt_str);
    } else {
        use(FormattedMessage{desc.fmt_str, args}.text());
    }
}
template <class Use>
void with_text(const LogMetadata& /*desc*/, std::string_view message, Use use) noexcept {
    use(message);
}

/// `message` is ready made, or arguments.
template <class Message>
void pass_on(const LogMetadata& desc, std::span<const PropertyView> properties, const Message& message) noexcept {
    if (is_recorded_only(desc)) {
        const std::int64_t time = now();
        with_text(desc, message, [&](std::string_view text) { record_log(desc, properties, time, text); });
        return;
    }
    if (g_has_backtrace.load(std::memory_order_relaxed)) [[unlikely]] {
        if (!passes_above_floor(desc)) {
            const std::int64_t time = now();
            with_text(desc, message, [&](std::string_view text) { hold_back(desc, properties, time, text); });
            return;
        }
        bring_backtrace(desc.level);
    }
    route(desc, properties, message);
}

constexpr std::string_view kStack = "stack";

bool wants_stack(const LogMetadata& desc, std::span<const PropertyView> properties) noexcept {
    return desc.level == Level::Fatal && g_fatal_stacks.load(std::memory_order_relaxed) && !is_inside_sink() &&
           std::ranges::none_of(properties,
                                [](const PropertyView& property) { return is_same_key(property.name, kStack); });
}

/// `caller` is the address to which the library's function returns.
template <class Message>
void log(const LogMetadata& desc, std::span<const PropertyView> own, const Message& message,
         const void* caller) noexcept {
    if (!passes_gate_and_filter(desc)) {
        return;
    }
    if (!wants_stack(desc, own)) [[likely]] {
        pass_on(desc, own, message);
        return;
    }
    const std::string stack = describe_stack_from(caller);
    std::vector<PropertyView> properties{own.begin(), own.end()};
    properties.push_back({kStack, stack});
    pass_on(desc, properties, message);
}

}  // namespace

void log_with_properties(const LogMetadata& site, const PropertySet* set, std::span<const PropertyView> properties,
                         fmt::format_args args) noexcept {
    const void* const caller = __builtin_return_address(0);
    if (set == nullptr) {
        log(site, properties, args, caller);
    } else {
        log(site, merge_properties(*set, properties), args, caller);
    }
}

std::string format_value(fmt::format_args args) noexcept { return std::string{FormattedMessage{"{}", args}.text()}; }

namespace {

/// With less patience than the thread that waits for it: a sink that another thread is in may still hear of the
/// shutdown.
void shut_down() noexcept { go_on_to_uninstall(ShutdownMode::Notify, longest_shutdown() * 3 / 4); }

template <class Value>
void tagged_metric(MetricRecord type, const MetricMetadata& desc, const PropertySet& properties, Value value) noexcept {
    const std::int64_t time = now();
    const std::size_t size = 1 + sizeof(&desc) + sizeof value + sizeof time + size_of_properties(properties.views());
    record<QueueKind::Metrics>(size, [&](std::byte* slot) {
        slot = put_properties(put(put(slot, type), &desc), properties.views());
        put(put(slot, value), time);
    });
}

}  // namespace
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {

std::error_code init_event_dispatch(const DispatchConfig& config, std::shared_ptr<EventSink> sink) {
    return detail::install_sink(config, std::move(sink));
}

void shutdown_dispatch() noexcept {
    const auto timeout = detail::longest_shutdown();
    if (detail::is_installed()) {
        detail::report_left_out();
    }
    if (!detail::is_installed() || detail::is_on_the_way() || detail::Turn::is_mine()) {
        detail::uninstall_sink(detail::ShutdownMode::Notify, timeout);
    } else if (detail::begin_to_uninstall(timeout) && !detail::run_within(timeout, detail::shut_down)) {
        detail::recording_state().end_sessions();
        detail::report_timeout("the shutdown", timeout);
    }
}

std::optional<Uuid> process_id() noexcept {
    const auto process = detail::installed_process();
    return process != nullptr ? std::optional{process->process_id} : std::nullopt;
}

std::shared_ptr<EventSink> get_sink() noexcept { return detail::installed_sink(); }

bool log_enabled(const LogMetadata& desc) noexcept { return detail::has_recipient(desc); }

void log(const LogMetadata& desc, fmt::format_args args) noexcept {
    detail::log(desc, {}, args, __builtin_return_address(0));
}

void log_tagged(const LogMetadata& desc, const PropertySet& properties, fmt::format_args args) noexcept {
    detail::log(desc, properties.views(), args, __builtin_return_address(0));
}

void log_interop(const LogMetadata& desc, std::string_view message, std::span<const PropertyView> properties) noexcept {
    detail::log(desc, properties, message, __builtin_return_address(0));
}

void log_interop(const LogMetadata& desc, std::string_view message, std::span<const Property> properties) noexcept {
    log_interop(desc, message, detail::views_of(properties));
}

void tagged_int_metric(const MetricMetadata& desc, const PropertySet& properties, std::uint64_t value) noexcept {
    detail::tagged_metric(detail::MetricRecord::TaggedIntegerMetricEvent, desc, properties, value);
}

void tagged_float_metric(const MetricMetadata& desc, const PropertySet& properties, double value) noexcept {
    detail::tagged_metric(detail::MetricRecord::TaggedFloatMetricEvent, desc, properties, value);
}

void image(std::string_view name, std::string_view format, std::span<const std::byte> bytes) noexcept {
    if (detail::is_inside_sink() || !images_enabled()) {
        return;
    }
    detail::RecordingState& state = detail::recording_state();
    if (name.size() + format.size() + bytes.size() > detail::kMostEventBytes) {
        state.drops.add(detail::DropCause::Refused);
        return;
    }
    auto image = detail::PendingImage::make(now(), name, format, bytes);
    if (image == nullptr) {
        state.drops.add(detail::DropCause::Memory);
        return;
    }
    const std::size_t limit = state.memory_limit.load(std::memory_order_relaxed);
    if (!state.images.push(std::move(image), limit)) {
        state.drops.add(detail::DropCause::QueueFull);
    } else if (state.images.bytes() >= limit / 2) {
        detail::try_collect({.images = true});
    }
}

void set_cpu_tracing_enabled(bool enabled) noexcept {
    const bool has_blocks = detail::g_gates.blocks.load();
    detail::g_gates.span_session.store(enabled && has_blocks ? detail::g_gates.session.load() : 0);
}

void set_metrics_enabled(bool enabled) noexcept {
    detail::g_gates.metrics.store(enabled && detail::g_gates.blocks.load());
}

bool images_enabled() noexcept { return detail::g_gates.images.load(std::memory_order_relaxed); }
void set_images_enabled(bool enabled) noexcept {
    detail::g_gates.images.store(enabled && detail::g_gates.blocks.load());
}

void flush_log_buffer() noexcept { detail::collect({.logs = true}); }
void flush_metrics_buffer() noexcept { detail::collect({.metrics = true}); }
void flush_thread_buffer() noexcept {
    if (const detail::ThreadRecorder* const own = detail::calling_thread()) {
        detail::collect({.spans = true, .only_thread = own});
    }
}
void flush_all() noexcept {
    if (!detail::is_inside_sink() && !detail::Turn::is_mine() && !detail::flush_by_helper()) {
        detail::collect(detail::kCollectAll);
    }
}

DropCounts drop_counts() noexcept { return detail::recording_state().drops.counts(); }

void init_thread_stream() noexcept {
    detail::serve_recording();  // the thread may end before the first initialisation
    detail::register_calling_thread();
}
void set_thread_name(std::string_view name) noexcept {
    detail::serve_recording();
    detail::name_calling_thread(name);
}
void unregister_thread_stream() noexcept { detail::end_thread(); }

void for_each_thread_stream(void (*visit)(const EventStream& stream, void* context), void* context) {
    detail::visit_thread_streams(visit, context);
}

}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI

namespace micromegas::tracing::testing::inline MICROMEGAS_ABI {

void force_uninit() noexcept { detail::uninstall_sink(detail::ShutdownMode::Silent, detail::longest_shutdown()); }

}  // namespace micromegas::tracing::testing::inline MICROMEGAS_ABI
