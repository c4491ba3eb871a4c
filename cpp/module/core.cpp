// Replacements that make the package's own core smaller than a user's module.
// Why: docs/decisions/0024-the-own-core-has-glue-of-its-own.md
#include <micromegas/telemetry_sink/console_event_sink.hpp>
#include <micromegas/tracing/detail/early_entries.hpp>
#include <micromegas/tracing/terminate_hook.hpp>

#include <emscripten/bind.h>

#include <memory>
#include <string>

// For library_micromegas_core.js.
EMSCRIPTEN_BINDINGS(micromegas_core) {
    using namespace emscripten::internal;
    _embind_register_std_string(TypeID<std::string>::get(), "std::string");
}

namespace micromegas {

// Nothing in the core logs or throws. How these replace the library's:
// docs/decisions/0040-a-program-replaces-a-function-by-defining-it.md
std::shared_ptr<tracing::EventSink> telemetry_sink::make_console_event_sink() {
    return std::make_shared<tracing::NullEventSink>();
}
void tracing::detail::keep_early_entries() {}
void tracing::detail::hold_early_entries() noexcept {}
void tracing::detail::deliver_early_entries() noexcept {}
void tracing::install_terminate_hook() noexcept {}
void tracing::remove_terminate_hook() noexcept {}

}  // namespace micromegas
