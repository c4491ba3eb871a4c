#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/text_sink.hpp>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Appends log entries to a file; see `LineOptions`. Only one sink of one process may write a file with a limit, as
/// others would go on in the renamed file.
class TextFileSink final : public TextSink {
public:
    explicit TextFileSink(const TextFileOptions& options);
    ~TextFileSink() override;
    TextFileSink(const TextFileSink&) = delete;
    TextFileSink& operator=(const TextFileSink&) = delete;

    /// Set if the file could not be opened, or an option is out of its range: all lines are lost then.
    [[nodiscard]] std::error_code error() const noexcept { return output_error(); }
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
