// The part of a shutdown for limited log calls. A pointer, so that a program without such calls links nothing of them.
#pragma once

#include <micromegas/abi.hpp>

#include <atomic>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Logs how many entries each call site left out since its last one. Null until one did.
extern std::atomic<void (*)() noexcept> g_report_left_out;

inline void report_left_out() noexcept {
    if (const auto report = g_report_left_out.load()) {
        report();
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
