module;

#include "load.hpp"

export module engine;

namespace engine {

export int load(int rows) { return detail::load(rows); }

}  // namespace engine
