// Nothing is recorded: a log entry goes to the sink at once.
#include "router_recorder.hpp"

#include "context.hpp"

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

void begin_recording(const DispatchConfig&, const SinkInterest&, const std::shared_ptr<EventSink>&,
                     const std::shared_ptr<const ProcessInfo>&) {}
void end_recording(bool, std::chrono::milliseconds) noexcept {}
void record_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t, std::string_view) noexcept {}
void tell_of_context(const ThreadContext&) noexcept {}
void hand_over_for_contexts() noexcept {}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
