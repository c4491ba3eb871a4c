// Whether the module has C++ exceptions at all is decided by its own flags, which JavaScript knows; this library is
// built without.
#include "current_exception.hpp"

#include <micromegas/tracing/calls.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

// library_micromegas_errors.js. Never freed, as the program ends here; null where there is no exception.
extern "C" const char* micromegas_js_describe_exception() noexcept;

// The exception has its own stack, in JavaScript.
void log_current_exception(const LogMetadata& site) noexcept {
    const char* const text = micromegas_js_describe_exception();
    dispatch::log_interop(site, text != nullptr ? text : "terminate called without an active exception");
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
