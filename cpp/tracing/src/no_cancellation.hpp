#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/recording.hpp>  // one per platform

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// While it lives, the thread is not cancelled.
class NoCancellation {
public:
    NoCancellation() noexcept : before_(forbid_cancellation()) {}
    ~NoCancellation() { allow_cancellation(before_); }
    NoCancellation(const NoCancellation&) = delete;
    NoCancellation& operator=(const NoCancellation&) = delete;

private:
    int before_;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
