// A stream's queue of events, from its lines in the table of event kinds.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/event_kinds.hpp>
#include <micromegas/transit/heterogeneous_queue.hpp>

namespace micromegas::tracing::wire::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

template <class Nothing, class... Events>
using EventQueue = transit::HeterogeneousQueue<Events...>;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::wire::inline MICROMEGAS_ABI

#define MICROMEGAS_EVENT_BEHIND_COMMA(event) , ::micromegas::tracing::wire::event
/// `events` is one of the macros of the table.
#define MICROMEGAS_EVENT_QUEUE(events) \
    ::micromegas::tracing::wire::EventQueue<void events(MICROMEGAS_EVENT_BEHIND_COMMA)>
