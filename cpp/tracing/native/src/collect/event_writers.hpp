// From records to the events of the wire.
#pragma once

#include "block_builder.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/tracing/wire/image_events.hpp>
#include <micromegas/tracing/wire/log_events.hpp>
#include <micromegas/tracing/wire/metric_events.hpp>
#include <micromegas/tracing/wire/thread_events.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

using LogBlockBuilder = BlockBuilder<wire::LogObjectQueue, wire::LogDependencyQueue>;
using MetricBlockBuilder = BlockBuilder<wire::MetricObjectQueue, wire::MetricDependencyQueue>;
using ThreadBlockBuilder = BlockBuilder<wire::ThreadObjectQueue, wire::ThreadDependencyQueue>;

/// Formats deferred messages; formatters are the program's code and may log themselves.
void add_log(LogBlockBuilder& block, const LogFields& record);
void add_metric(MetricBlockBuilder& block, const MetricFields& record);
void add_span(ThreadBlockBuilder& block, const SpanFields& record);

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
