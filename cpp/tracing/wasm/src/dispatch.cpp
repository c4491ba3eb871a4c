// Log entries go to the sink at once. Metrics and spans are empty inline functions, in dispatch_inline.hpp and
// no_buffers.hpp.
#include <micromegas/tracing/detail/log_call.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing.hpp>

#include "format_entry.hpp"
#include "format_message.hpp"
#include "log_router.hpp"
#include "merge_properties.hpp"
#include "report_left_out.hpp"

#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

void prepare_process() noexcept {}
// Nothing bounds the call into the sink, which is short.
std::chrono::milliseconds longest_shutdown() noexcept { return std::chrono::seconds{10}; }

extern "C" {

// library_micromegas_errors.js. Calls micromegas_leave_sink() once no code runs on this thread.
void micromegas_js_leave_sink_when_idle();

}  // extern "C"

namespace {

constinit thread_local bool t_leaves_when_idle = false;

}  // namespace

extern "C" void micromegas_leave_sink() {
    t_leaves_when_idle = false;
    return_to_entries(0);
}

/// Nothing unwinds the frames of C++ where JavaScript catches an overflow of the stack, and a sink among them would
/// seem to be running for ever.
void refused_inside_sink() noexcept {
    if (!t_leaves_when_idle) {
        micromegas_js_leave_sink_when_idle();
        t_leaves_when_idle = true;  // after, since the stack may be full right now
    }
}

void log_literal(const LogMetadata& site) noexcept { route_literal(site); }

void log_plain(const LogMetadata& site, std::span<const PropertyView> properties, fmt::format_args args) noexcept {
    route(site, properties, args);
}

void log_narrow(const LogMetadata& site, std::span<const PropertyView> properties, fmt::format_args args) noexcept {
    link_full_formatter();
    route(site, properties, args);
}

void log_any(const LogMetadata& site, std::span<const PropertyView> properties, fmt::format_args args) noexcept {
    link_full_formatter();
    link_wide_number_formatter();
    route(site, properties, args);
}

void log_merged(LogArguments log, const LogMetadata& site, const PropertySet& set,
                std::span<const PropertyView> properties, fmt::format_args args) noexcept {
    log(site, merge_properties(set, properties), args);
}

std::string format_value(fmt::format_args args) noexcept {
    link_full_formatter();
    link_wide_number_formatter();
    return std::string{FormattedMessage{"{}", args}.text()};
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {
namespace {

// There is no other thread to wait for, or one that cannot proceed while the main thread blocks.
constexpr std::chrono::milliseconds kPatience{100};

}  // namespace

std::error_code init_event_dispatch(const DispatchConfig& config, std::shared_ptr<EventSink> sink) {
    return detail::install_sink(config, std::move(sink));
}

void shutdown_dispatch() noexcept {
    if (detail::is_installed()) {
        detail::report_left_out();
    }
    detail::uninstall_sink(detail::ShutdownMode::Notify, kPatience);
}

std::optional<Uuid> process_id() noexcept {
    const auto process = detail::installed_process();
    return process != nullptr ? std::optional{process->process_id} : std::nullopt;
}

std::shared_ptr<EventSink> get_sink() noexcept { return detail::installed_sink(); }

bool log_enabled(const LogMetadata& desc) noexcept { return detail::has_recipient(desc); }

void log(const LogMetadata& desc, fmt::format_args args) noexcept {
    if (detail::passes_gate_and_filter(desc)) {
        detail::log_any(desc, {}, args);
    }
}

void log_tagged(const LogMetadata& desc, const PropertySet& properties, fmt::format_args args) noexcept {
    if (detail::passes_gate_and_filter(desc)) {
        detail::log_any(desc, properties.views(), args);
    }
}

void log_interop(const LogMetadata& desc, std::string_view message, std::span<const PropertyView> properties) noexcept {
    if (detail::passes_gate_and_filter(desc)) {
        detail::route(desc, properties, message);
    }
}

void log_interop(const LogMetadata& desc, std::string_view message, std::span<const Property> properties) noexcept {
    log_interop(desc, message, detail::views_of(properties));
}

}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI

namespace micromegas::tracing::testing::inline MICROMEGAS_ABI {

void force_uninit() noexcept {}

}  // namespace micromegas::tracing::testing::inline MICROMEGAS_ABI
