// The process's sink, and the way of a log entry that reaches it at once. Shared by the dispatch of both platforms.
#pragma once

#include <micromegas/tracing/dispatch.hpp>

#include <chrono>

namespace micromegas::tracing::detail {

/// Checks the configuration, installs the sink and tells it.
[[nodiscard]] std::error_code install_sink(const DispatchConfig& config, std::shared_ptr<EventSink> sink);

enum class Farewell {
    Notify,  ///< Call `on_shutdown`.
    Silent,
};

/// Closes the gate, waits for calls on other threads to leave the sink, and lets go of it. Where a call does not come
/// back within `patience` (a crash inside a sink) the sink is kept alive instead of freed under it. While another
/// thread does the same, waits until it is done.
void uninstall_sink(Farewell farewell, std::chrono::milliseconds patience) noexcept;

[[nodiscard]] std::shared_ptr<EventSink> installed_sink() noexcept;
[[nodiscard]] std::shared_ptr<const ProcessInfo> installed_process() noexcept;

[[nodiscard]] bool sink_wants(const LogMetadata& desc) noexcept;

/// Formats and hands over, if the filter passes the entry and the sink wants it.
void route(const LogMetadata& desc, std::span<const Property> properties, fmt::format_args args) noexcept;
/// The same for a message that is ready made.
void route(const LogMetadata& desc, std::span<const Property> properties, std::string_view message) noexcept;

}  // namespace micromegas::tracing::detail
