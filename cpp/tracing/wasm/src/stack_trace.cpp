#include <micromegas/tracing/stack_trace.hpp>

#include <cstdlib>
#include <memory>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

// library_micromegas_errors.js. To be freed.
extern "C" char* micromegas_js_stack();

std::string stack_trace() noexcept {
    const std::unique_ptr<char, decltype(&std::free)> text{micromegas_js_stack(), std::free};
    return text != nullptr ? text.get() : "";
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
