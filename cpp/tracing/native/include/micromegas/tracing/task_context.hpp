// Async spans are recorded.
#pragma once

#include <micromegas/tracing/recorded_task_context.hpp>
