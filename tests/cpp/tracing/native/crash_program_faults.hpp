// The ends of crash_program.cpp.
#pragma once

#include <mutex>
#include <string_view>

#include <fmt/format.h>

namespace micromegas::tracing::crash_program {

void segfault();
void bus_error();
int overflow_the_stack(int depth);
/// Of a thread with the usual stack.
void lose_the_stack();
[[noreturn]] void throw_uncaught() noexcept;

/// The heap has one lock, which a thread may hold when it crashes.
[[nodiscard]] std::mutex& heap_mutex() noexcept;

struct CrashesWhenFormatted {};

}  // namespace micromegas::tracing::crash_program

template <>
struct fmt::formatter<micromegas::tracing::crash_program::CrashesWhenFormatted> : fmt::formatter<std::string_view> {
    auto format(const micromegas::tracing::crash_program::CrashesWhenFormatted&, fmt::format_context& context) const {
        micromegas::tracing::crash_program::segfault();
        return fmt::formatter<std::string_view>::format("", context);
    }
};
