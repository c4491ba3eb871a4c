// Marks a thread as being inside the sink: its entries and records there are dropped, and it is not cancelled.
#pragma once

#include "no_cancellation.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/recording.hpp>  // one per platform

#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

inline constinit thread_local bool t_inside_sink = false;

[[nodiscard]] inline bool is_inside_sink() noexcept { return t_inside_sink; }

/// For a thread that is not cancelled anyway.
class InsideSinkUncancelled {
public:
    InsideSinkUncancelled() noexcept : was_inside_(std::exchange(t_inside_sink, true)) { record_no_more_in_line(); }
    ~InsideSinkUncancelled() { t_inside_sink = was_inside_; }
    InsideSinkUncancelled(const InsideSinkUncancelled&) = delete;
    InsideSinkUncancelled& operator=(const InsideSinkUncancelled&) = delete;

private:
    bool was_inside_;
};

class InsideSink {
    NoCancellation until_outside_;
    InsideSinkUncancelled inside_;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
