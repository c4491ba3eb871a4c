// Keeps the thread spans of a chain of blocks nested. A reader rebuilds the tree of a chain from nothing but the order
// of its begins and ends: one end that is missing, too many or in the wrong place makes the whole chain unreadable.
#pragma once

#include "records.hpp"

#include <micromegas/abi.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
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
                open(span);
                break;
            case SpanRecordType::EndThreadSpanEvent:
            case SpanRecordType::EndThreadNamedSpanEvent:
            case SpanRecordType::TaggedEndThreadSpanEvent:
            case SpanRecordType::TaggedEndThreadNamedSpanEvent:
                if (!is_open(span)) {
                    return false;
                }
                for (; !ends(span, open_.back()); close_last()) {
                    add(end_of(open_.back(), span.time));
                }
                close_last();
                break;
            case SpanRecordType::BeginAsyncSpanEvent:
            case SpanRecordType::EndAsyncSpanEvent:
            case SpanRecordType::BeginAsyncNamedSpanEvent:
            case SpanRecordType::EndAsyncNamedSpanEvent:
            case SpanRecordType::TaggedEndAsyncSpanEvent:
            case SpanRecordType::TaggedEndAsyncNamedSpanEvent:
            case SpanRecordType::BeginThreadDynamic:
            case SpanRecordType::EndThreadDynamic:
            case SpanRecordType::BeginAsyncDynamic:
            case SpanRecordType::EndAsyncDynamic:
            case SpanRecordType::TaggedEndThreadDynamic:
            case SpanRecordType::TaggedEndAsyncDynamic:
            case SpanRecordType::Lost:
                break;  // asynchronous spans do not nest; the rest are no types of events
        }
        add(span);
        return true;
    }

    void clear() noexcept {
        open_.clear();
        own_names_.clear();
    }
    [[nodiscard]] bool is_empty() const noexcept { return open_.empty(); }

private:
    /// The fields that an end shares with its begin. No more: each span is copied here.
    struct Open {
        const void* metadata;
        std::string_view name;  // of one that was in the record, which is gone by the end, the size alone counts
        std::size_t own_names_before;
        SpanRecordType type;
        bool has_own_name;
    };

    void open(const SpanFields& begin) {
        open_.push_back({begin.metadata, begin.name, own_names_.size(), begin.type, begin.has_own_name});
        if (begin.has_own_name) {
            own_names_.append(begin.name);
        }
    }
    void close_last() noexcept {
        own_names_.resize(open_.back().own_names_before);
        open_.pop_back();
    }

    [[nodiscard]] std::string_view name_of(const Open& open) const noexcept {
        return open.has_own_name ? std::string_view{own_names_}.substr(open.own_names_before, open.name.size())
                                 : open.name;
    }
    [[nodiscard]] static SpanRecordType end_of(SpanRecordType begin) noexcept {
        return begin == SpanRecordType::BeginThreadSpanEvent ? SpanRecordType::EndThreadSpanEvent
                                                             : SpanRecordType::EndThreadNamedSpanEvent;
    }
    [[nodiscard]] SpanFields end_of(const Open& open, std::int64_t time) const noexcept {
        return {.type = end_of(open.type),
                .metadata = open.metadata,
                .name = name_of(open),
                .has_own_name = open.has_own_name,
                .time = time};
    }
    /// With or without properties.
    [[nodiscard]] static SpanRecordType plain_end(SpanRecordType end) noexcept {
        return end == SpanRecordType::TaggedEndThreadSpanEvent        ? SpanRecordType::EndThreadSpanEvent
               : end == SpanRecordType::TaggedEndThreadNamedSpanEvent ? SpanRecordType::EndThreadNamedSpanEvent
                                                                      : end;
    }
    [[nodiscard]] bool ends(const SpanFields& end, const Open& open) const noexcept {
        return end.metadata == open.metadata && plain_end(end.type) == end_of(open.type) && end.name == name_of(open);
    }
    [[nodiscard]] bool is_open(const SpanFields& end) const noexcept {
        return std::ranges::any_of(open_.rbegin(), open_.rend(), [&](const Open& open) { return ends(end, open); });
    }

    std::vector<Open> open_;
    std::string own_names_;  // of those open spans that have one
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
