#include <micromegas/telemetry_sink/file_event_sink.hpp>

#include "file_recorder.hpp"

#include <micromegas/telemetry_sink/detail/sink_components.hpp>

#include <string>
#include <utility>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {

FileEventSink::FileEventSink(FileSinkOptions options)
    : options_(std::move(options)), recorder_(std::make_shared<detail::FileRecorder>(options_)) {}

FileEventSink::~FileEventSink() { detail::leave_delivery(recorder_); }

std::error_code FileEventSink::error() const noexcept { return recorder_->error(); }

std::string FileEventSink::path() const { return recorder_->path(); }

FileCounts FileEventSink::counts() const { return recorder_->counts(); }

std::error_code FileEventSink::write_error() const { return recorder_->write_error(); }

tracing::SinkInterest FileEventSink::interest() const noexcept { return {.blocks = !recorder_->error()}; }

void FileEventSink::on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept {
    detail::begin_delivery(recorder_, process, [this] { return std::make_shared<detail::FileRecorder>(options_); });
}

void FileEventSink::on_process_block(const std::shared_ptr<const tracing::EventBlock>& block) noexcept {
    recorder_->add(block);
}

void FileEventSink::on_shutdown() noexcept { detail::end_delivery(recorder_); }

bool FileEventSink::is_busy() const noexcept { return recorder_->is_busy(); }

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI

void micromegas_make_recording_sink(const micromegas::telemetry_sink::RecordingOptions& options,
                                    micromegas::telemetry_sink::detail::MadeSink& made) noexcept {
    using namespace micromegas;
    auto sink = std::make_shared<telemetry_sink::FileEventSink>(telemetry_sink::FileSinkOptions{
        .recording = {.path = options.path, .max_bytes = options.max_bytes, .max_files = options.max_files}});
    if (const std::error_code error = sink->error()) {
        made = telemetry_sink::detail::StartError{
            tracing::InitError::CannotOpenFile,
            "a recording cannot be made at \"" + options.path.value() + "\": " + error.message()};
        return;
    }
    made = std::move(sink);
}
