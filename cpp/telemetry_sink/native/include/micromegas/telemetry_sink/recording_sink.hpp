// How `init_telemetry` comes to a FileEventSink, which it does not link.
#pragma once

#include <micromegas/tracing/event_sink.hpp>

#include <memory>
#include <string>
#include <system_error>

/// In micromegas::telemetry_file, whose users link it in by this name, unmangled: see its CMakeLists.txt.
extern "C" void micromegas_make_recording_sink(const std::string& path,
                                               std::shared_ptr<micromegas::tracing::EventSink>& sink,
                                               std::error_code& error);
