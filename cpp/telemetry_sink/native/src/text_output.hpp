// The output of a TextSink, under its mutex.
#pragma once

#include "line_format.hpp"
#include "line_writer.hpp"
#include "wall_clock.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/text_options.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

/// Each is renamed when a file is full.
inline constexpr unsigned kMostFiles = 1000;

class TextOutput {
public:
    explicit TextOutput(const TerminalOptions& options);
    explicit TextOutput(const TextFileOptions& options);
    ~TextOutput();
    TextOutput(const TextOutput&) = delete;
    TextOutput& operator=(const TextOutput&) = delete;

    /// Makes a new one, in the child of a fork, where another thread may have been using this one.
    [[nodiscard]] std::unique_ptr<TextOutput> make_anew() const;

    [[nodiscard]] const std::error_code& error() const noexcept { return error_; }

    /// Texts by reference, as a sink gets them in memory: copying both halves right after they were stored would stall.
    void add(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties, std::int64_t time,
             const std::string_view& message, const std::string_view& thread, bool at_once) noexcept;
    void flush() noexcept;
    void finish() noexcept;
    [[nodiscard]] std::uint64_t lost_lines() noexcept;

private:
    void append(const LineEntry& entry);
    void flush_locked() noexcept;
    void begin_next_file(std::size_t line_begin) noexcept;
    void open_file() noexcept;

    std::mutex mutex_;
    TerminalOptions terminal_;  // of a terminal
    TextFileOptions file_;      // of a file, which has a path
    int file_descriptor_ = -1;
    std::uint64_t file_bytes_ = 0;  // including the buffer
    std::error_code error_;
    WallClock clock_;
    LineFormat format_;
    LineWriter writer_;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
