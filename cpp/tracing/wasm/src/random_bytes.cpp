#include "random_bytes.hpp"

#include <emscripten/em_js.h>

#include <cstddef>

// Not getentropy(): a worklet has no `crypto`, and an id need not be unpredictable. The view is not one of memory,
// which may be shared: `crypto` refuses that.
EM_JS(void, micromegas_js_fill_with_random_bytes, (std::uint8_t * bytes, std::size_t size), {
    const random = new Uint8Array(size);
    if (globalThis.crypto) {
        crypto.getRandomValues(random);
    } else {
        for (let index = 0; index < size; ++index) random[index] = 256 * Math.random();
    }
    HEAPU8.set(random, bytes >>> 0);
})

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

void fill_with_random_bytes(std::span<std::uint8_t> bytes) noexcept {
    micromegas_js_fill_with_random_bytes(bytes.data(), bytes.size());
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
