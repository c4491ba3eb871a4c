// Keeps the thread spans of a chain of blocks nested. A reader rebuilds the tree of a chain from nothing but the order
// of its begins and ends: one end that is missing, too many or in the wrong place makes the whole chain unreadable.
#pragma once

#include "records.hpp"

#include <micromegas/abi.hpp>

#include <algorithm>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// The spans that are open where the collector stands in a thread's records.
class OpenSpans {
public:
    /// Calls `add` with the events for the block: a begin unchanged; an end after the ends of spans that began after
    /// its own and are still open; nothing for an end without a begin. Returns whether the span's own event was added.
    template <class Add>
    [[nodiscard]] bool follow(const SpanFields& span, Add add) {
        if (span.type == SpanRecordType::Begin || span.type == SpanRecordType::BeginNamed) {
            open_.push_back(span);
        } else if (span.type == SpanRecordType::End || span.type == SpanRecordType::EndNamed) {
            if (!is_open(span)) {
                return false;
            }
            while (!ends(span, open_.back())) {
                SpanFields end = open_.back();
                end.type = end_of(end.type);
                end.time = span.time;
                add(end);
                open_.pop_back();
            }
            open_.pop_back();
        }
        add(span);
        return true;
    }

    void clear() noexcept { open_.clear(); }

private:
    [[nodiscard]] static SpanRecordType end_of(SpanRecordType begin) noexcept {
        return begin == SpanRecordType::Begin ? SpanRecordType::End : SpanRecordType::EndNamed;
    }
    [[nodiscard]] static bool ends(const SpanFields& end, const SpanFields& begin) noexcept {
        return end.metadata == begin.metadata && end.type == end_of(begin.type) && end.name == begin.name;
    }
    [[nodiscard]] bool is_open(const SpanFields& end) const noexcept {
        return std::ranges::any_of(open_, [&end](const SpanFields& begin) { return ends(end, begin); });
    }

    std::vector<SpanFields> open_;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
