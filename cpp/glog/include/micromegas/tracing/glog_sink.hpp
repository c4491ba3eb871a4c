// A sink for glog: what a program logs by glog becomes an entry among the others. Natively.
//
//     const micromegas::tracing::GlogSink glog;  // until the end of its life
//     LOG(INFO) << "started";
//
// Link micromegas::glog and your glog. glog still writes to standard error and its files, as its flags say:
// `FLAGS_stderrthreshold = google::GLOG_FATAL`, `FLAGS_minloglevel`, `google::SetLogDestination(severity, "")`.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>

#include <glog/logging.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

/// Level, message and place are those of the call; `VLOG` is info, as glog says no more. An entry of `LOG(FATAL)` and
/// everything before it is handed over before glog ends the process. The process's filter applies, too.
class GlogSink final : public google::LogSink {
public:
    explicit GlogSink(std::string target = "glog") : target_(std::move(target)) { google::AddLogSink(this); }
    ~GlogSink() override { google::RemoveLogSink(this); }
    GlogSink(const GlogSink&) = delete;
    GlogSink& operator=(const GlogSink&) = delete;

    using google::LogSink::send;
    void send(google::LogSeverity severity, const char* full_filename, const char* /*base_filename*/, int line,
              const google::LogMessageTime& /*time*/, const char* message, std::size_t message_size) override {
        const LogMetadata desc{
            to_level(severity),         "", target_, "", full_filename, static_cast<std::uint32_t>(line),
            MetadataLifetime::Transient};
        dispatch::log_interop(desc, {message, message_size});
        if (severity == google::GLOG_FATAL) {
            dispatch::flush_all();
        }
    }

private:
    static Level to_level(google::LogSeverity severity) noexcept {
        switch (severity) {
            case google::GLOG_INFO:
                return Level::Info;
            case google::GLOG_WARNING:
                return Level::Warn;
            case google::GLOG_ERROR:
                return Level::Error;
            default:
                return Level::Fatal;
        }
    }

    std::string target_;
};

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
