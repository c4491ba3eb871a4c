// Writes lines to a descriptor, and counts lost ones.
#pragma once

#include <micromegas/abi.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

/// One thread at a time. A line is appended to `buffer()`, then `flush` writes the buffer.
class LineWriter {
public:
    /// `place` is for messages: "standard output", or a path.
    LineWriter(int descriptor, std::string place);

    [[nodiscard]] std::string& buffer() noexcept { return buffer_; }

    /// Whether another line may be appended. Otherwise it is lost, and counted.
    [[nodiscard]] bool has_room() noexcept;

    /// Returns whether everything is written. Waits at most so long for a pipe that is full and does not block; not
    /// again before that is read.
    bool flush(std::chrono::milliseconds patience) noexcept;
    /// The same without the bytes from there on.
    bool flush_until(std::size_t end, std::chrono::milliseconds patience) noexcept;

    /// Lines that were lost since the last call; 0 while writing fails.
    [[nodiscard]] std::uint64_t take_news_of_lost_lines() noexcept;
    /// Of the last failure.
    [[nodiscard]] std::string problem() const;

    /// Ends writing; lines that are not written by then are lost.
    void finish() noexcept;

    /// Goes on elsewhere, e.g. in the next file.
    void use(int descriptor) noexcept;

    [[nodiscard]] std::uint64_t lost_lines() const noexcept { return lost_lines_; }

private:
    [[nodiscard]] bool wait_for_room(std::chrono::milliseconds patience) const noexcept;
    void fail(int error) noexcept;
    void tell_of_failure(const char* consequence) noexcept;

    int descriptor_;
    bool may_be_a_broken_pipe_ = false;
    std::string place_;
    std::string buffer_;
    int error_ = 0;  // while writing fails
    int last_error_ = 0;
    bool has_told_ = false;
    std::uint64_t lost_lines_ = 0;
    std::uint64_t told_lost_lines_ = 0;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
