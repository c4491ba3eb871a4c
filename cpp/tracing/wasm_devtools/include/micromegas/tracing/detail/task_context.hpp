// Replaces the header of this name without a context.
#pragma once

#include <micromegas/tracing/detail/recorded_task_context.hpp>
