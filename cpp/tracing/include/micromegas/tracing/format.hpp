// The part of {fmt} that call sites need: checked format strings and type-erased arguments, without the formatter.
#pragma once

#include <cstdlib>  // {fmt} 11 calls free() in its header-only form without including it

#if __has_include(<fmt/base.h>)
#include <fmt/base.h>  // 11 and later
#else
#include <fmt/core.h>
#endif
