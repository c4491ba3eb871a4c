#include <micromegas/tracing/dispatch.hpp>

#include "log_router.hpp"

#include <utility>

namespace micromegas::tracing {
namespace {

constexpr auto kForever = std::chrono::hours{24} * 365;

constinit std::atomic<std::uint64_t> g_last_async_span_id{0};

}  // namespace

namespace detail {
constinit std::atomic<bool> g_metrics_enabled{false};
constinit std::atomic<bool> g_cpu_tracing_enabled{false};
}  // namespace detail

namespace dispatch {

std::error_code init_event_dispatch(const DispatchConfig& config, std::shared_ptr<EventSink> sink) {
    const std::error_code error = detail::install_sink(config, std::move(sink));
    if (!error) {
        detail::g_cpu_tracing_enabled.store(config.cpu_tracing_enabled, std::memory_order_relaxed);
        detail::g_metrics_enabled.store(true, std::memory_order_relaxed);
    }
    return error;
}

namespace {

void stop_recording() noexcept {
    detail::g_cpu_tracing_enabled.store(false, std::memory_order_relaxed);
    detail::g_metrics_enabled.store(false, std::memory_order_relaxed);
}

}  // namespace

void shutdown_dispatch() noexcept {
    stop_recording();
    detail::uninstall_sink(detail::Farewell::Notify, kForever);
}

void force_uninit() noexcept {
    stop_recording();
    detail::uninstall_sink(detail::Farewell::Silent, kForever);
}

std::optional<Uuid> process_id() noexcept {
    const auto process = detail::installed_process();
    return process != nullptr ? std::optional{process->process_id} : std::nullopt;
}

std::shared_ptr<EventSink> get_sink() noexcept { return detail::installed_sink(); }

bool log_enabled(const LogMetadata& desc) noexcept { return detail::sink_wants(desc); }

void log(const LogMetadata& desc, fmt::format_args args) noexcept { detail::route(desc, {}, args); }

void log_tagged(const LogMetadata& desc, const PropertySet& properties, fmt::format_args args) noexcept {
    detail::route(desc, properties.properties(), args);
}

void log_interop(const LogMetadata& desc, std::string_view message, std::span<const Property> properties) noexcept {
    detail::route(desc, properties, message);
}

// Metrics and spans reach sinks in blocks only, never at once.
void int_metric(const MetricMetadata&, std::uint64_t) noexcept {}
void float_metric(const MetricMetadata&, double) noexcept {}
void tagged_int_metric(const MetricMetadata&, const PropertySet&, std::uint64_t) noexcept {}
void tagged_float_metric(const MetricMetadata&, const PropertySet&, double) noexcept {}

void on_begin_scope(const SpanMetadata&) noexcept {}
void on_end_scope(const SpanMetadata&) noexcept {}
void on_begin_named_scope(const SpanLocation&, std::string_view) noexcept {}
void on_end_named_scope(const SpanLocation&, std::string_view) noexcept {}

std::uint64_t on_begin_async_scope(const SpanMetadata&, std::uint64_t, std::uint32_t) noexcept {
    return g_last_async_span_id.fetch_add(1, std::memory_order_relaxed) + 1;
}
void on_end_async_scope(std::uint64_t, std::uint64_t, const SpanMetadata&, std::uint32_t) noexcept {}
std::uint64_t on_begin_async_named_scope(const SpanLocation&, std::string_view, std::uint64_t, std::uint32_t) noexcept {
    return g_last_async_span_id.fetch_add(1, std::memory_order_relaxed) + 1;
}
void on_end_async_named_scope(std::uint64_t, std::uint64_t, const SpanLocation&, std::string_view,
                              std::uint32_t) noexcept {}

void flush_log_buffer() noexcept {}
void flush_metrics_buffer() noexcept {}
void flush_thread_buffer() noexcept {}
void init_thread_stream() noexcept {}
void unregister_thread_stream() noexcept {}
void for_each_thread_stream(void (*)(ThreadStream&, void*), void*) {}

}  // namespace dispatch
}  // namespace micromegas::tracing
