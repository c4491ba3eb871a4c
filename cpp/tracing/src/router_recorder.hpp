// What the router asks of the recorder, which records beside the text that a sink gets at once. Each platform has its
// own: router_recorder.cpp. Neither that nor what it calls knows the router.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <chrono>
#include <cstdint>
#include <memory>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// After `on_startup`, before the first event.
void begin_recording(const DispatchConfig& config, const SinkInterest& interest, const std::shared_ptr<EventSink>& sink,
                     const std::shared_ptr<const ProcessInfo>& process);
/// After the last event, before `on_shutdown`: hands over the records, or discards them.
void end_recording(bool deliver, std::chrono::milliseconds patience) noexcept;
void record_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept;

// Where blocks can be recorded (kRecordsBlocks).

/// After an entry was recorded that `interest.deferred_text` allows: passes it on now, or sees to it that this happens
/// soon.
void pass_on_if_it_may_not_wait(Level level) noexcept;
/// After a sink with `interest.buffers_text` was given an entry at once: the same.
void see_to_buffered_text() noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
