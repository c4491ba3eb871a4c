// In place of the header by this name that holds no context.
#pragma once

#include <micromegas/tracing/detail/recorded_task_context.hpp>
