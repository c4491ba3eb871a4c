// For native tests of instrumented code that check metrics and spans too:
//
//     TEST(Engine, CountsItsRows) {
//         const micromegas::tracing::testing::ScopedRecording recording;
//         engine.load("a,b\n1,2\n");
//         ASSERT_EQ(recording.metrics().size(), 1);
//         EXPECT_EQ(recording.metrics()[0].value, 1);
//     }
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/filter.hpp>
#include <micromegas/tracing/in_memory_sink.hpp>
#include <micromegas/tracing/testing.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace micromegas::tracing::testing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct RecordedMetric {
    std::string name;
    std::string unit;
    std::string target;
    double value;  ///< An integer too, which is exact up to 2^53.
    std::int64_t time;
    std::vector<Property> properties;
};

struct RecordedSpan {
    std::string name;
    std::string target;
    std::string thread_id;
    std::int64_t begin;
    std::optional<std::int64_t> end;  ///< Nothing while the span lasts.
    std::uint32_t depth;              ///< Of enclosing spans: on the thread, or of the async task.
    std::uint64_t span_id;            ///< Of an async span; else 0.
    std::uint64_t parent_span_id;
    std::vector<Property> properties;  ///< Once it has ended.
};

/// Reads the blocks of a sink: logs and metrics in the order of their times; spans thread by thread, in the order in
/// which they began.
[[nodiscard]] std::vector<RecordedLog> read_logs(const InMemorySink& sink);
[[nodiscard]] std::vector<RecordedMetric> read_metrics(const InMemorySink& sink);
[[nodiscard]] std::vector<RecordedSpan> read_spans(const InMemorySink& sink);

/// Initialises the dispatch with an `InMemorySink`, spans switched on, for the length of a test, and shuts it down at
/// the end; the filter is then restored. The accessors flush first. One at a time: check `error`.
class ScopedRecording {
public:
    explicit ScopedRecording(const Filter& filter = Filter{});
    ~ScopedRecording();
    ScopedRecording(const ScopedRecording&) = delete;
    ScopedRecording& operator=(const ScopedRecording&) = delete;

    /// Set if tracing was initialised already; nothing arrives here then.
    [[nodiscard]] const std::error_code& error() const noexcept { return error_; }
    [[nodiscard]] std::vector<RecordedLog> logs() const;
    [[nodiscard]] std::vector<RecordedMetric> metrics() const;
    [[nodiscard]] std::vector<RecordedSpan> spans() const;
    void clear();

private:
    std::shared_ptr<InMemorySink> sink_ = std::make_shared<InMemorySink>();
    Filter filter_before_;
    std::error_code error_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::testing::inline MICROMEGAS_ABI
