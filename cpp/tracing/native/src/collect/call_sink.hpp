#pragma once

#include "inside_sink.hpp"
#include "record/recording_state.hpp"

#include <micromegas/abi.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// By the thread that has the turn: calls `call(sink)`, unless the session has ended meanwhile.
template <class Call>
void call_sink(const RecordingState& state, const Session& session, Call call) noexcept {
    if (!state.has_ended(session)) {
        const InsideSinkUncancelled inside;  // the turn sees to it
        call(*session.sink);
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
