// The process's sink, and the way of a log entry that reaches it at once. Shared by the dispatch of both platforms.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/filter.hpp>

#include <chrono>
#include <cstdint>
#include <memory>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

// The platform's part, in its dispatch.cpp.

/// Before the first installation.
void prepare_process() noexcept;
/// After which `dispatch::shutdown_dispatch` gives up.
[[nodiscard]] std::chrono::milliseconds longest_shutdown() noexcept;
/// An entry came from inside a sink, or from a thread of which that is believed. On wasm it may be wrong.
void refused_inside_sink() noexcept;

// The router's, in log_router.cpp.

/// Checks the configuration, installs the sink and calls its `on_startup`.
[[nodiscard]] std::error_code install_sink(const DispatchConfig& config, std::shared_ptr<EventSink> sink);

/// Sends entries to this sink until tracing is initialised, which calls its `on_shutdown`. For the program no sink is
/// installed meanwhile. At most once, before the program's own code.
void install_until_initialised(std::shared_ptr<EventSink> sink);

enum class ShutdownMode {
    Notify,  ///< Call `on_shutdown`.
    Silent,
};

/// Closes the gate, waits for calls on other threads to leave the sink, and lets go of it. Where a call does not come
/// back within `patience` (a crash inside a sink) the sink is kept alive instead of freed under it. While another
/// thread does the same, waits until it is done.
void uninstall_sink(ShutdownMode mode, std::chrono::milliseconds patience) noexcept;

/// The same in two steps. True: nobody installs or uninstalls before another thread, it may be, has gone on.
[[nodiscard]] bool begin_to_uninstall(std::chrono::milliseconds patience) noexcept;
void go_on_to_uninstall(ShutdownMode mode, std::chrono::milliseconds patience) noexcept;

/// Whether the calling thread is in a call that is on its way to the sink: a shutdown does not wait for that one.
[[nodiscard]] bool is_on_the_way() noexcept;
[[nodiscard]] bool is_installed() noexcept;

/// In the child of a fork: no sink is installed, the parent's is neither called nor destroyed, and calls into it end
/// only on the thread that forked. A later installation names the parent.
void abandon_installation() noexcept;

[[nodiscard]] std::shared_ptr<EventSink> installed_sink() noexcept;
[[nodiscard]] std::shared_ptr<const ProcessInfo> installed_process() noexcept;

/// Whether the filter passes the entry and a sink wants it.
[[nodiscard]] bool has_recipient(const LogMetadata& desc) noexcept;

/// For entries that come from no macro. The gate first, which is closed while nothing is installed: the filter may take
/// its mutex.
[[nodiscard]] inline bool passes_gate_and_filter(const LogMetadata& desc) noexcept {
    return allows(max_level(), desc.level) && passes_filter(desc);
}

/// Formats, records and hands over an entry that has passed the filter, if a sink wants it.
void route(const LogMetadata& desc, std::span<const PropertyView> properties, const fmt::format_args& args) noexcept;
/// The same for a literal message without properties. WebAssembly hands such parameters over in memory, which takes
/// time.
void route_literal(const LogMetadata& desc) noexcept;
/// The same for a message that is ready made.
void route(const LogMetadata& desc, std::span<const PropertyView> properties, std::string_view message) noexcept;

/// An entry of an earlier time, which the filter that is set now has to let through.
void route_kept(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
