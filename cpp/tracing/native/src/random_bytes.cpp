#include "random_bytes.hpp"

#include <unistd.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

void fill_with_random_bytes(std::span<std::uint8_t> bytes) noexcept {
    // Fails only for more than 256 bytes or on a kernel without getrandom (before 3.17); a nil-like id is then the best
    // that can be had without giving up the program.
    static_cast<void>(getentropy(bytes.data(), bytes.size()));
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
