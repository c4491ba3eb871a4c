#pragma once

#include <micromegas/telemetry_sink/text_sink.hpp>

namespace micromegas::telemetry_sink {

/// Appends log entries to a file; see `LineOptions`. One sink of one process writes a file that has a limit, as the
/// others would go on in the one that it has renamed.
class TextFileSink final : public TextSink {
public:
    explicit TextFileSink(const TextFileOptions& options);
    ~TextFileSink() override;
    TextFileSink(const TextFileSink&) = delete;
    TextFileSink& operator=(const TextFileSink&) = delete;

    /// Why the file could not be opened, or that an option is out of its range: everything is lost then.
    [[nodiscard]] std::error_code error() const noexcept { return output_error(); }
};

}  // namespace micromegas::telemetry_sink
