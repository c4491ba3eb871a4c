// The records of several threads in the order of their times.
#pragma once

#include "record/session_clock.hpp"
#include "record/thread_recorder.hpp"

#include <micromegas/abi.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Of a thread's records, read at a time.
inline constexpr std::size_t kPartBytes = std::size_t{256} << 10;

struct RecordSource {
    RecordReader reader;
    std::int64_t earliest = 0;                                       // of what follows, once the clock has stepped back
    std::int64_t latest = std::numeric_limits<std::int64_t>::min();  // all before it is found

    /// Reads the next part. Calls `visit(record, fields)` for each.
    template <class Read, class Visit>
    void read_part(const SessionClock& clock, Read read, Visit visit) {
        reader.read_part(kPartBytes, read, [&](const std::byte* record, auto& fields) {
            fields.time = std::max(fields.time, earliest);
            latest = std::max(latest, fields.time);
            if (clock.has_stepped_back()) {
                earliest = fields.time;
            }
            visit(record, fields);
        });
    }
};

/// Calls `visit(fields, index)` for each record, with the index of its source. In parts, so that the memory of what is
/// done with may be free again before the next part is read: all that was read of a source has been visited where
/// `done_with(source)` is called.
template <class Read, class DoneWith, class Visit>
void merge_records(std::vector<RecordSource>& sources, const SessionClock& clock, Read read, DoneWith done_with,
                   Visit visit) {
    struct Found {
        std::int64_t time = 0;
        const std::byte* record = nullptr;
        std::size_t source = 0;
        PropertyBytes context;  // by the order of the source: times may say otherwise
    };
    std::vector<Found> found;
    std::int64_t done = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t kEverything = std::numeric_limits<std::int64_t>::max();
    while (done != kEverything) {
        std::int64_t complete = kEverything;  // up to here all sources' are found
        for (RecordSource& source : sources) {
            if (source.latest <= done && !source.reader.is_at_end()) {
                done_with(source);
                const auto index = static_cast<std::size_t>(&source - sources.data());
                source.read_part(clock, read, [&](const std::byte* record, const auto& fields) {
                    found.push_back({fields.time, record, index, fields.context});
                });
            }
            if (!source.reader.is_at_end()) {
                complete = std::min(complete, source.latest);
            }
        }
        if (!std::ranges::is_sorted(found, {}, &Found::time)) {
            std::ranges::stable_sort(found, {}, &Found::time);
        }
        auto next = found.begin();
        for (; next != found.end() && next->time <= complete; ++next) {
            auto fields = read(next->record);
            fields.time = next->time;
            fields.context = next->context;
            visit(fields, next->source);
        }
        found.erase(found.begin(), next);
        done = complete;
    }
    for (RecordSource& source : sources) {
        done_with(source);
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
