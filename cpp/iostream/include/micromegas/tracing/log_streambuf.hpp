// Lines that a program writes to std::cout, std::cerr or any other std::ostream become log entries.
//
//     const micromegas::tracing::StreamRedirect redirect{std::cout, {.target = "engine"}};
//     std::cout << rows << " rows\n";
//
// Link micromegas::iostream.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/level.hpp>

#include <cstddef>
#include <ios>
#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct StreamOptions {
    Level level = Level::Info;
    std::string target = "stdout";
};

/// Each line, without its end, is an entry; an empty one is none. A part of a line is an entry once the stream is
/// flushed, at the end of the buffer's life, and at 64 KiB. Any number of threads may write: each has a line of its
/// own. A text that a sink itself writes is dropped, as its entries are.
class LogStreambuf final : public std::streambuf {
public:
    explicit LogStreambuf(StreamOptions options = {});
    ~LogStreambuf() override;
    LogStreambuf(const LogStreambuf&) = delete;
    LogStreambuf& operator=(const LogStreambuf&) = delete;

protected:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char* text, std::streamsize size) override;
    /// Of the calling thread.
    int sync() override;

private:
    struct Line {
        std::thread::id writer;
        std::string text;
    };

    void append(std::string_view text);
    [[nodiscard]] Line& line_of_this_thread();
    void log(std::string_view line) const noexcept;

    StreamOptions options_;
    std::mutex mutex_;
    std::vector<Line> lines_;  // that have begun
};

/// Sends what is written to a stream to a `LogStreambuf` during its life, unless the program replaces the stream's
/// buffer again meanwhile. A stream that flushes after each output, as std::cerr, does not meanwhile: its lines stay
/// whole.
class StreamRedirect {
public:
    explicit StreamRedirect(std::ostream& stream, StreamOptions options = {});
    ~StreamRedirect();
    StreamRedirect(const StreamRedirect&) = delete;
    StreamRedirect& operator=(const StreamRedirect&) = delete;

private:
    std::ostream& stream_;
    LogStreambuf buffer_;
    std::streambuf* before_;
    std::ios_base::fmtflags flags_before_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
