// From a log entry to a line of text.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/text_options.hpp>
#include <micromegas/tracing/metadata.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct LineEntry {
    const tracing::LogMetadata& desc;
    std::span<const tracing::PropertyView> properties;
    std::chrono::system_clock::time_point time;
    std::string_view message;
    std::string_view thread;
};

/// Appends lines to a buffer that the caller goes on using. One thread at a time.
class LineFormat {
public:
    LineFormat(const LineOptions& options, bool is_colored) noexcept : options_(options), is_colored_(is_colored) {}

    void append(std::string& to, const LineEntry& entry);

private:
    void append_text_line(std::string& to, const LineEntry& entry);
    void append_json_line(std::string& to, const LineEntry& entry);
    /// Returns the end, `kMostTime` behind `to` at most.
    char* put_time(char* to, std::chrono::system_clock::time_point time);
    void prepare_second(std::int64_t second);

    static constexpr std::size_t kMostDate = 24;
    static constexpr std::size_t kMostZone = 8;
    static constexpr std::size_t kMostTime = kMostDate + 6 + kMostZone;

    LineOptions options_;
    bool is_colored_;
    std::int64_t second_ = INT64_MIN;     // of which the following are
    std::array<char, kMostDate> date_{};  // "2026-11-22T17:26:38."
    std::size_t date_size_ = 0;
    std::array<char, kMostZone> zone_{};  // "Z", or "+02:00"
    std::size_t zone_size_ = 0;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
