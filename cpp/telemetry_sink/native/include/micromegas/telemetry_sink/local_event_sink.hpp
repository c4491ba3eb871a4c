#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/text_sink.hpp>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Prints log entries on the terminal; see `LineOptions`.
class LocalEventSink final : public TextSink {
public:
    explicit LocalEventSink(const TerminalOptions& options = {});
    ~LocalEventSink() override;
    LocalEventSink(const LocalEventSink&) = delete;
    LocalEventSink& operator=(const LocalEventSink&) = delete;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
