#include "line_writer.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <stdio_ext.h>
#include <sys/stat.h>
#include <unistd.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

/// So much waits while writing fails.
constexpr std::size_t kMostWaiting = std::size_t{1} << 20;

bool is_pipe_or_socket(int descriptor) noexcept {
    struct stat status {};
    return fstat(descriptor, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

/// Writing to a pipe without a reader ends the program by default, and a log must not do that. `write` is also a
/// cancellation point, where a line would be cut.
class UndisturbedWrite {
public:
    explicit UndisturbedWrite(bool may_be_a_broken_pipe) noexcept : blocks_(may_be_a_broken_pipe) {
        static_cast<void>(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_before_));
        if (blocks_) {
            sigset_t pending{};
            static_cast<void>(sigpending(&pending));
            was_pending_ = sigismember(&pending, SIGPIPE) == 1;
            sigemptyset(&broken_pipe_);
            sigaddset(&broken_pipe_, SIGPIPE);
            static_cast<void>(pthread_sigmask(SIG_BLOCK, &broken_pipe_, &mask_before_));
        }
    }
    ~UndisturbedWrite() {
        if (blocks_) {
            if (was_broken_ && !was_pending_) {
                const timespec at_once{};
                while (sigtimedwait(&broken_pipe_, nullptr, &at_once) == -1 && errno == EINTR) {
                }
            }
            static_cast<void>(pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr));
        }
        static_cast<void>(pthread_setcancelstate(cancel_before_, nullptr));
    }
    UndisturbedWrite(const UndisturbedWrite&) = delete;
    UndisturbedWrite& operator=(const UndisturbedWrite&) = delete;

    ssize_t write(int descriptor, const char* text, std::size_t size) noexcept {
        const ssize_t written = ::write(descriptor, text, size);
        was_broken_ = was_broken_ || (written < 0 && errno == EPIPE);
        return written;
    }

private:
    bool blocks_;
    bool was_pending_ = false;
    bool was_broken_ = false;
    int cancel_before_ = 0;
    sigset_t broken_pipe_{};
    sigset_t mask_before_{};
};

/// First writes the program's own output to standard output, which keeps the order, and keeps its lines whole where the
/// buffer of stdio was full. Takes stdio's lock, but does not wait for a thread that holds it for long, e.g. because it
/// crashed there.
class TurnAtStandardOutput {
public:
    TurnAtStandardOutput(int descriptor, std::chrono::milliseconds patience) noexcept {
        if (descriptor != STDOUT_FILENO) {
            return;
        }
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (ftrylockfile(stdout) != 0) {
            if (std::chrono::steady_clock::now() >= deadline) {
                return;
            }
            static_cast<void>(poll(nullptr, 0, 1));
        }
        has_lock_ = true;
        if (__fpending(stdout) != 0 && can_take_all(patience)) {
            static_cast<void>(fflush_unlocked(stdout));
        }
    }
    ~TurnAtStandardOutput() {
        if (has_lock_) {
            funlockfile(stdout);
        }
    }
    TurnAtStandardOutput(const TurnAtStandardOutput&) = delete;
    TurnAtStandardOutput& operator=(const TurnAtStandardOutput&) = delete;

private:
    /// stdio discards output for which a non-blocking pipe has no room.
    static bool can_take_all(std::chrono::milliseconds patience) noexcept {
        const int flags = fcntl(STDOUT_FILENO, F_GETFL);
        if (flags == -1 || (flags & O_NONBLOCK) == 0) {
            return true;
        }
        pollfd one{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
        return poll(&one, 1, static_cast<int>(patience.count())) > 0;
    }

    bool has_lock_ = false;
};

}  // namespace

LineWriter::LineWriter(int descriptor, std::string place)
    : descriptor_(descriptor), may_be_a_broken_pipe_(is_pipe_or_socket(descriptor)), place_(std::move(place)) {}

bool LineWriter::has_room() noexcept {
    if (error_ == 0 || buffer_.size() < kMostWaiting) {
        return true;
    }
    ++lost_lines_;
    if (error_ != EPIPE) {
        tell_of_failure("further lines are lost until it can be written again");
    }
    return false;
}

bool LineWriter::flush(std::chrono::milliseconds patience) noexcept { return flush_until(buffer_.size(), patience); }

bool LineWriter::flush_until(std::size_t end, std::chrono::milliseconds patience) noexcept {
    const int errno_before = errno;  // a log call is no reason for another one
    std::size_t written = 0;
    if (end != 0) {
        UndisturbedWrite out{may_be_a_broken_pipe_};
        const TurnAtStandardOutput turn{descriptor_, error_ == 0 ? patience : std::chrono::milliseconds{0}};
        while (written < end) {
            const ssize_t size = out.write(descriptor_, buffer_.data() + written, end - written);
            if (size >= 0) {
                written += static_cast<std::size_t>(size);
                error_ = 0;
            } else if (errno == EAGAIN && error_ == 0 && wait_for_room(patience)) {
                continue;
            } else if (errno != EINTR) {
                fail(errno);
                break;
            }
        }
        buffer_.erase(0, written);
    }
    errno = errno_before;
    return written == end;
}

std::uint64_t LineWriter::take_news_of_lost_lines() noexcept {
    return error_ == 0 ? lost_lines_ - std::exchange(told_lost_lines_, lost_lines_) : 0;
}

std::string LineWriter::problem() const { return std::generic_category().message(last_error_); }

void LineWriter::finish() noexcept {
    error_ = 0;  // once more with patience
    if (!flush(std::chrono::milliseconds{1000})) {
        lost_lines_ += static_cast<std::uint64_t>(std::ranges::count(buffer_, '\n'));
        buffer_.clear();
    }
    if (lost_lines_ != told_lost_lines_) {
        has_told_ = false;
        const std::uint64_t news = lost_lines_ - told_lost_lines_;
        tell_of_failure(fmt::format("{} {} lost", news, news == 1 ? "line is" : "lines are").c_str());
        told_lost_lines_ = lost_lines_;
    }
}

void LineWriter::use(int descriptor) noexcept {
    descriptor_ = descriptor;
    may_be_a_broken_pipe_ = is_pipe_or_socket(descriptor);
}

bool LineWriter::wait_for_room(std::chrono::milliseconds patience) const noexcept {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        pollfd one{.fd = descriptor_, .events = POLLOUT, .revents = 0};
        const int ready = poll(&one, 1, static_cast<int>(std::max(left.count(), decltype(left.count()){0})));
        if (ready > 0) {
            return true;
        }
        if (ready == 0 || errno != EINTR) {
            errno = EAGAIN;
            return false;
        }
    }
}

void LineWriter::fail(int error) noexcept {
    error_ = last_error_ = error;
    // A reader that is slow is no news yet. One that is gone, as `head` is after its lines, hardly comes back: that is
    // told once, at the end, when it is known how many lines it missed.
    if (error != EAGAIN && error != EPIPE) {
        tell_of_failure("lines wait until it can be written again");
    }
}

void LineWriter::tell_of_failure(const char* consequence) noexcept {
    if (has_told_ || descriptor_ == STDERR_FILENO) {
        return;
    }
    has_told_ = true;
    const std::string text =
        fmt::format("micromegas: cannot write log lines to {}: {}; {}\n", place_, problem(), consequence);
    UndisturbedWrite out{true};
    static_cast<void>(out.write(STDERR_FILENO, text.data(), text.size()));
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
