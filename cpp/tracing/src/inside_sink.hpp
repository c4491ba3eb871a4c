// Marks a thread as being inside the sink: what it logs or records there is dropped, and it is not cancelled.
#pragma once

#include <micromegas/tracing/detail/recording.hpp>  // one per platform

#include <utility>

namespace micromegas::tracing::detail {

inline constinit thread_local bool t_inside_sink = false;

[[nodiscard]] inline bool is_inside_sink() noexcept { return t_inside_sink; }

class InsideSink {
public:
    InsideSink() noexcept : cancellation_(forbid_cancellation()), was_inside_(std::exchange(t_inside_sink, true)) {
        record_no_more_in_line();
    }
    ~InsideSink() {
        t_inside_sink = was_inside_;
        allow_cancellation(cancellation_);
    }
    InsideSink(const InsideSink&) = delete;
    InsideSink& operator=(const InsideSink&) = delete;

private:
    int cancellation_;
    bool was_inside_;
};

}  // namespace micromegas::tracing::detail
