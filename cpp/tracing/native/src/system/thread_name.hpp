#pragma once

#include <micromegas/abi.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include <pthread.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// The system's, which ends with a NUL.
using ThreadName = std::array<char, 16>;

/// A name of the program's, which may be longer; ends with a NUL.
using GivenThreadName = std::array<char, 256>;

/// As much of a text as fits, in whole characters.
template <std::size_t Size>
void copy_name(std::string_view text, std::array<char, Size>& name) noexcept {
    std::size_t size = text.size();
    if (size >= Size) {
        for (size = Size - 1; size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U; --size) {
        }
    }
    name = {};
    std::ranges::copy(text.substr(0, text.find('\0')).substr(0, size), name.begin());
}

/// Of a thread that runs; empty if it has none.
[[nodiscard]] inline ThreadName name_of_thread(pthread_t thread) noexcept {
    ThreadName name{};
    return pthread_getname_np(thread, name.data(), name.size()) == 0 ? name : ThreadName{};
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
