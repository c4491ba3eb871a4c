// The begins and ends of a block's thread spans of some names, without making an object of every event.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

struct ScannedSpan {
    bool is_frame;
    bool is_work;
    bool is_begin;
    std::int64_t time;  // in ticks
};

/// Those of the names `frame` and `work`, in the order of the block, up to its first damage.
[[nodiscard]] std::vector<ScannedSpan> scan_spans(const tracing::EventBlock& block, std::string_view frame,
                                                  std::string_view work);

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
