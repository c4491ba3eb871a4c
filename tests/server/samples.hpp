#pragma once

#include "journal.hpp"

namespace server_test {

/// The blocks that the fuzzers begin with.
Json sample_blocks();

}  // namespace server_test
