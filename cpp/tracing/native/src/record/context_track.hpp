// The context of a thread's records, as the collector comes by them.
// Why: docs/decisions/0044-a-context-is-a-record-of-its-own.md
#pragma once

#include "context.hpp"
#include "records.hpp"

#include <micromegas/abi.hpp>

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Those of `inner`, and those of `outer` whose names are new. In `storage`, if both have some.
[[nodiscard]] PropertyBytes merge_properties(PropertyBytes inner, PropertyBytes outer, std::string& storage);

/// The process's contexts that a collection may meet.
class ProcessContextHistory {
public:
    ProcessContextHistory();

    /// At a time in ticks of `now()`.
    [[nodiscard]] PropertyBytes at(std::int64_t time) const noexcept;

private:
    struct Since {
        std::int64_t time;
        std::string bytes;
    };
    std::vector<Since> changes_;
};

class ContextTrack {
public:
    /// Begins with the context that `kept` holds.
    ContextTrack(std::string& kept, const ProcessContextHistory& process) noexcept
        : kept_(&kept), thread_{kept}, process_(&process) {}

    /// A context record, which stays where it is until `keep`.
    void change(PropertyBytes thread) noexcept {
        thread_ = thread;
        merged_of_ = {};
    }
    /// Of a record at a time in ticks of `now()`. Valid until `keep`.
    [[nodiscard]] PropertyBytes at(std::int64_t time);
    /// Everything so far has been handed over.
    void keep();

private:
    std::string* kept_;
    PropertyBytes thread_;
    const ProcessContextHistory* process_;
    PropertyBytes merged_of_;  // the process's properties in the last of these
    std::deque<std::string> merged_;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
