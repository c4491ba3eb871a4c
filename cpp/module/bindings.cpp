// The functions of a module for JavaScript: embind bindings of the C++ API, without logic. library_micromegas_module.js
// has the functions that need no C++.
#include <micromegas/telemetry_sink/console_event_sink.hpp>
#include <micromegas/tracing/detail/early_entries.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/guards.hpp>

#include <emscripten/bind.h>
#include <emscripten/em_js.h>
#include <emscripten/em_macros.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace micromegas {

namespace {

/// The options that the next init takes.
std::vector<tracing::Property>& process_properties() {
    static std::vector<tracing::Property> properties;
    return properties;
}

void set_process_property(const std::string& name, const std::string& value) {
    process_properties().push_back({name, value});
}

std::optional<tracing::TracingSystemGuard>& tracing_system() {
    static std::optional<tracing::TracingSystemGuard> guard;
    return guard;
}

/// Returns "" or an error message. That C++ has initialised tracing before is no error: its entries go to the callback.
std::string init() {
    const tracing::DispatchConfig config{.process_properties = tracing::PropertySet{process_properties()}};
    process_properties().clear();
    tracing::detail::hold_early_entries();
    tracing::TracingSystemGuard guard{config, telemetry_sink::make_console_event_sink()};
    if (guard.error() && guard.error() != tracing::InitError::AlreadyInitialised) {
        return tracing::describe_init_error(guard.error(), config);
    }
    if (!guard.error()) {
        tracing_system() = std::move(guard);
    }
    return {};
}

void shutdown() {
    tracing_system().reset();
    tracing::dispatch::shutdown_dispatch();  // also where C++ initialised it
}

std::string set_filter(const std::string& text) {
    auto error = tracing::set_filter(text);
    return error ? std::move(error->message) : std::string{};
}

void set_filter_floor(unsigned level) { tracing::detail::set_filter_floor(static_cast<tracing::LevelFilter>(level)); }

std::string get_filter() { return tracing::current_filter().to_string(); }

unsigned target_level(const std::string& target) {
    return static_cast<unsigned>(tracing::current_filter().level_for(target));
}

std::string version() { return MICROMEGAS_VERSION; }

std::string process_id() {
    const auto id = tracing::dispatch::process_id();
    return id ? id->to_string() : std::string{};
}

/// Before the constructors of the program.
[[gnu::constructor(101)]] void begin() { tracing::detail::keep_early_entries(); }

}  // namespace

EM_JS_DEPS(micromegas_module, "$micromegasModule");

extern "C" EMSCRIPTEN_KEEPALIVE const void* micromegas_filter_generation() {
    static_assert(sizeof tracing::detail::g_filter_generation == sizeof(std::int32_t));
    return &tracing::detail::g_filter_generation;
}

extern "C" EMSCRIPTEN_KEEPALIVE std::uint32_t micromegas_entries_under_way() {
    return tracing::detail::entries_under_way();
}

extern "C" EMSCRIPTEN_KEEPALIVE void micromegas_return_to_entries(std::uint32_t mark) {
    tracing::detail::return_to_entries(mark);
}

extern "C" EMSCRIPTEN_KEEPALIVE void micromegas_deliver_early_entries() { tracing::detail::deliver_early_entries(); }

EMSCRIPTEN_BINDINGS(micromegas) {
    emscripten::function("micromegasSetProperty", &set_process_property);
    emscripten::function("micromegasInit", &init);
    emscripten::function("micromegasShutdown", &shutdown);
    emscripten::function("micromegasSetFilter", &set_filter);
    emscripten::function("micromegasSetFilterFloor", &set_filter_floor);
    emscripten::function("micromegasGetFilter", &get_filter);
    emscripten::function("micromegasTargetLevel", &target_level);
    emscripten::function("micromegasVersion", &version);
    emscripten::function("micromegasProcessId", &process_id);
}

}  // namespace micromegas
