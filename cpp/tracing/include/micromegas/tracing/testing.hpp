// For tests of instrumented code:
//
//     TEST(Engine, WarnsOfAnEmptyTable) {
//         const micromegas::tracing::testing::ScopedTracing tracing;
//         engine.load("");
//         EXPECT_EQ(tracing.messages(), std::vector<std::string>{"the table is empty"});
//     }
//
// Natively testing_blocks.hpp does the same for metrics and spans.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_sink.hpp>
#include <micromegas/tracing/filter.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <vector>

namespace micromegas::tracing::testing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct RecordedLog {
    Level level;
    std::string target;
    std::string message;
    std::string module_path;
    std::string file;
    std::uint32_t line;
    std::int64_t time;
    std::vector<Property> properties;  ///< Values as text.
    std::vector<PropertyType> types;   ///< The types that the values had; in a block all are texts.
};

/// Keeps every log entry in memory, without bound. Any thread may log and read.
class RecordingSink final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Trace}; }
    void on_startup(const std::shared_ptr<const ProcessInfo>& process) noexcept override;
    void on_shutdown() noexcept override;
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
    void on_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override;

    /// A copy of the entries so far, in order of arrival.
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

/// Forgets the sink without calling its `on_shutdown`, so that the next test begins anew. Does
/// nothing on wasm.
void force_uninit() noexcept;

/// Initialises the dispatch with a `RecordingSink` for the length of a test, and shuts it down at the end; the filter
/// is then restored. One at a time, and not beside another initialisation: check `error`.
class ScopedTracing {
public:
    explicit ScopedTracing(const Filter& filter = Filter{});
    ~ScopedTracing();
    ScopedTracing(const ScopedTracing&) = delete;
    ScopedTracing& operator=(const ScopedTracing&) = delete;

    /// Set if tracing was initialised already; nothing arrives here then.
    [[nodiscard]] const std::error_code& error() const noexcept { return error_; }
    [[nodiscard]] std::vector<RecordedLog> logs() const { return sink_->logs(); }
    [[nodiscard]] std::vector<std::string> messages() const { return sink_->messages(); }
    void clear() { sink_->clear(); }

private:
    std::shared_ptr<RecordingSink> sink_ = std::make_shared<RecordingSink>();
    Filter filter_before_;
    std::error_code error_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::testing::inline MICROMEGAS_ABI
