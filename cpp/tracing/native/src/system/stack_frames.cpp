#include "stack_frames.hpp"

#include <micromegas/tracing/stack_trace.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fmt/format.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

std::string demangle(const char* name) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> text{abi::__cxa_demangle(name, nullptr, nullptr, &status),
                                                           &std::free};
    return status == 0 ? text.get() : name;
}

std::string describe(void* frame) {
    const auto address = reinterpret_cast<std::uintptr_t>(frame);
    // The call is before the address to which it returns, which may be another function's first.
    Dl_info info{};
    if (dladdr(static_cast<const std::byte*>(frame) - 1, &info) == 0 || info.dli_fname == nullptr) {
        return fmt::format("{:#x}", address);
    }
    std::string_view file{info.dli_fname};
    file.remove_prefix(file.rfind('/') + 1);  // npos + 1 is 0
    const std::string place = fmt::format("{}+{:#x}", file, address - reinterpret_cast<std::uintptr_t>(info.dli_fbase));
    return info.dli_sname == nullptr ? place
                                     : fmt::format("{}+{:#x} ({})", demangle(info.dli_sname),
                                                   address - reinterpret_cast<std::uintptr_t>(info.dli_saddr), place);
}

/// Of a log call: the macros' functions, and the dispatch.
bool is_of_log_call(void* frame) noexcept {
    Dl_info info{};
    if (dladdr(static_cast<const std::byte*>(frame) - 1, &info) == 0 || info.dli_sname == nullptr) {
        return false;
    }
    const std::string_view name{info.dli_sname};
    return name.starts_with("_ZN10micromegas7tracing6detail") || name.starts_with("_ZN10micromegas7tracing8dispatch");
}

}  // namespace

constinit std::atomic<bool> g_fatal_stacks{false};

void prepare_stack_frames() noexcept {
    StackFrames frames;
    take_stack_frames(frames);
}

void take_stack_frames(StackFrames& frames) noexcept {
    std::array<void*, std::tuple_size_v<decltype(frames.addresses)> + 1> found{};  // also this function's own
    const int count = backtrace(found.data(), static_cast<int>(found.size()));
    frames.count = static_cast<std::size_t>(std::max(count - 1, 0));
    std::copy_n(found.begin() + 1, frames.count, frames.addresses.begin());
}

std::string describe_frames(std::span<void* const> frames) {
    std::string text;
    for (void* const frame : frames) {
        text.append(text.empty() ? "" : "\n").append(describe(frame));
    }
    return text;
}

std::string describe_stack_from(const void* caller) {
    StackFrames frames;
    take_stack_frames(frames);
    const auto found = std::span{frames.addresses}.first(frames.count);
    const auto call = std::ranges::find(found, caller);
    const auto of_program = std::find_if_not(call != found.end() ? call : found.begin(), found.end(), is_of_log_call);
    return describe_frames({of_program, found.end()});
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {

std::string stack_trace() noexcept {
    detail::StackFrames frames;
    detail::take_stack_frames(frames);
    const auto found = std::span{frames.addresses}.first(frames.count);
    return detail::describe_frames(found.subspan(found.empty() ? 0 : 1));  // without this function's own
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
