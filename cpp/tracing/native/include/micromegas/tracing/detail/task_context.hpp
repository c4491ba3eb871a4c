// Async spans are recorded.
#pragma once

#include <micromegas/tracing/detail/recorded_task_context.hpp>
