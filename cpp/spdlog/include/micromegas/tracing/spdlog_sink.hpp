// A sink for spdlog: what a program logs by spdlog becomes an entry among the others.
//
//     spdlog::set_default_logger(
//         std::make_shared<spdlog::logger>("net", std::make_shared<micromegas::tracing::SpdlogSink>()));
//
// Link micromegas::spdlog and your spdlog: compiled or header only, with either {fmt} or `SPDLOG_USE_STD_FORMAT`.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/calls.hpp>

#include <spdlog/details/log_msg.h>
#include <spdlog/formatter.h>
#include <spdlog/sinks/sink.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

/// The target of an entry is its logger's name, the message the logger's payload: patterns have no effect. Level and,
/// where spdlog's macros give it, the place in the source are those of the call. The process's filter applies, too.
/// Needs no mutex: any number of loggers and threads may share one sink.
class SpdlogSink final : public spdlog::sinks::sink {
public:
    /// `default_target`: of loggers without a name, as spdlog's first default logger is.
    explicit SpdlogSink(std::string default_target = "spdlog") : default_target_(std::move(default_target)) {}

    void log(const spdlog::details::log_msg& message) override {
        const std::string_view name{message.logger_name.data(), message.logger_name.size()};
        const bool has_place = !message.source.empty();
        const LogMetadata desc{to_level(message.level),
                               "",
                               name.empty() ? std::string_view{default_target_} : name,
                               "",
                               has_place ? std::string_view{message.source.filename} : "",
                               has_place ? static_cast<std::uint32_t>(message.source.line) : 0,
                               MetadataLifetime::Transient};
        dispatch::log_interop(desc, {message.payload.data(), message.payload.size()});
    }
    void flush() override { dispatch::flush_log_buffer(); }
    void set_pattern(const std::string& /*pattern*/) override {}
    void set_formatter(std::unique_ptr<spdlog::formatter> /*formatter*/) override {}

private:
    static Level to_level(spdlog::level::level_enum level) noexcept {
        // spdlog counts from trace, 0, to critical, 5.
        return static_cast<Level>(std::clamp(6 - static_cast<int>(level), 1, 6));
    }

    std::string default_target_;
};

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
