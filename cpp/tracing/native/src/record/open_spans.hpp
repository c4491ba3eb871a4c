// Keeps the thread spans of a chain of blocks nested. A reader rebuilds the tree of a chain from nothing but the order
// of its begins and ends: one end that is missing, too many or in the wrong place makes the whole chain unreadable.
#pragma once

#include "records.hpp"

#include <micromegas/abi.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// The spans that are open where the collector stands in a thread's records.
class OpenSpans {
public:
    /// Calls `add` with the events for the block: a begin unchanged; an end after the ends of spans that began after
    /// its own and are still open; nothing for an end without a begin. Returns whether the span's own event was added.
    template <class Add>
    [[nodiscard]] bool follow(const SpanFields& span, Add add) {
        switch (span.type) {
            case SpanRecordType::BeginThreadSpanEvent:
            case SpanRecordType::BeginThreadNamedSpanEvent:
                open_.push_back({span, span.has_own_name ? std::string{span.name} : std::string{}});
                break;
            case SpanRecordType::EndThreadSpanEvent:
            case SpanRecordType::EndThreadNamedSpanEvent:
                if (!is_open(span)) {
                    return false;
                }
                for (; !ends(span, open_.back()); open_.pop_back()) {
                    SpanFields end = open_.back().begin;
                    end.name = open_.back().name();
                    end.type = end_of(end.type);
                    end.time = span.time;
                    add(end);
                }
                open_.pop_back();
                break;
            case SpanRecordType::BeginAsyncSpanEvent:
            case SpanRecordType::EndAsyncSpanEvent:
            case SpanRecordType::BeginAsyncNamedSpanEvent:
            case SpanRecordType::EndAsyncNamedSpanEvent:
            default:
                break;
        }
        add(span);
        return true;
    }

    void clear() noexcept { open_.clear(); }
    [[nodiscard]] bool is_empty() const noexcept { return open_.empty(); }

private:
    struct Open {
        SpanFields begin;
        std::string own_name;  // a name that was in the record, which is gone by the end

        [[nodiscard]] std::string_view name() const noexcept { return begin.has_own_name ? own_name : begin.name; }
    };

    [[nodiscard]] static SpanRecordType end_of(SpanRecordType begin) noexcept {
        return begin == SpanRecordType::BeginThreadSpanEvent ? SpanRecordType::EndThreadSpanEvent
                                                             : SpanRecordType::EndThreadNamedSpanEvent;
    }
    [[nodiscard]] static bool ends(const SpanFields& end, const Open& open) noexcept {
        return end.metadata == open.begin.metadata && end.type == end_of(open.begin.type) && end.name == open.name();
    }
    [[nodiscard]] bool is_open(const SpanFields& end) const noexcept {
        return std::ranges::any_of(open_, [&end](const Open& open) { return ends(end, open); });
    }

    std::vector<Open> open_;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
