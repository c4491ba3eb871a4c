// For tests of instrumented code: a sink that keeps what was logged.
#pragma once

#include <micromegas/tracing/event_sink.hpp>

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace micromegas::tracing::testing {

struct RecordedLog {
    Level level;
    std::string target;
    std::string message;
    std::string module_path;
    std::string file;
    std::uint32_t line;
    std::int64_t time;
    std::vector<Property> properties;
};

/// Keeps every log entry in memory, without bound. Any thread may log and read.
class RecordingSink final : public NullEventSink {
public:
    void on_startup(const std::shared_ptr<const ProcessInfo>& process) noexcept override;
    void on_shutdown() noexcept override;
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
    void on_log(const LogMetadata& desc, std::span<const Property> properties, std::int64_t time,
                std::string_view message) noexcept override;

    /// A copy of what was logged so far, in order of arrival.
    [[nodiscard]] std::vector<RecordedLog> logs() const;
    /// The messages of `logs()` alone.
    [[nodiscard]] std::vector<std::string> messages() const;
    [[nodiscard]] std::shared_ptr<const ProcessInfo> process() const;
    [[nodiscard]] int startups() const;
    [[nodiscard]] int shutdowns() const;
    void clear();

private:
    mutable std::mutex mutex_;
    std::vector<RecordedLog> logs_;
    std::shared_ptr<const ProcessInfo> process_;
    int startups_ = 0;
    int shutdowns_ = 0;
};

}  // namespace micromegas::tracing::testing
