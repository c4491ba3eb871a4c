// What JavaScript can ask of a module: an embind face of the C++ API, without logic of its own.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include <emscripten/bind.h>
#include <emscripten/em_js.h>
#include <emscripten/val.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using emscripten::val;

namespace micromegas {

// library_micromegas.js
extern "C" void micromegas_js_set_callback(emscripten::EM_VAL callback);

namespace {

tracing::PropertySet to_property_set(const val& object) {
    std::vector<tracing::Property> properties;
    if (!object.isUndefined() && !object.isNull()) {
        const val entries = val::global("Object").call<val>("entries", object);
        const auto count = entries["length"].as<std::size_t>();
        for (std::size_t index = 0; index < count; ++index) {
            properties.push_back({entries[index][0].as<std::string>(), entries[index][1].as<std::string>()});
        }
    }
    return tracing::PropertySet{std::move(properties)};
}

std::optional<telemetry_sink::TelemetryGuard>& telemetry() {
    static std::optional<telemetry_sink::TelemetryGuard> guard;
    return guard;
}

/// Returns "" or an error message. That C++ has initialised tracing before is no error: its entries go to the callback.
std::string init(const val& properties) {
    telemetry_sink::TelemetryOptions options;
    options.process_properties = to_property_set(properties);
    auto guard = telemetry_sink::init_telemetry(std::move(options));
    if (guard.error() && guard.error() != tracing::InitError::AlreadyInitialised) {
        return guard.error_message();
    }
    if (!guard.error()) {
        telemetry() = std::move(guard);
    }
    return {};
}

void shutdown() {
    telemetry().reset();
    tracing::dispatch::shutdown_dispatch();  // also where C++ initialised it
}

void set_log_callback(const val& callback) { micromegas_js_set_callback(callback.as_handle()); }
void clear_log_callback() { micromegas_js_set_callback(val::null().as_handle()); }

std::string set_filter(const std::string& text) {
    auto error = tracing::set_filter(text);
    return error ? std::move(error->message) : std::string{};
}

std::string get_filter() { return tracing::current_filter().to_string(); }

unsigned target_level(const std::string& target) {
    return static_cast<unsigned>(tracing::current_filter().level_for(target));
}

/// A view of the count, so that JavaScript can read it without a call.
val filter_generation() {
    static_assert(sizeof tracing::detail::g_filter_generation == sizeof(std::int32_t));
    return val{
        emscripten::typed_memory_view(1, reinterpret_cast<const std::int32_t*>(&tracing::detail::g_filter_generation))};
}

/// Returns "" or an error message. A sink may call this while it is given an entry; so texts come as `val`: embind
/// without dynamic execution keeps a call's arguments where a call from inside it puts its own, and would free the
/// inner strings twice.
std::string log(unsigned level, const val& target, const val& message, const val& file, std::uint32_t line,
                const val& properties) {
    if (level < static_cast<unsigned>(tracing::Level::Fatal) || level > static_cast<unsigned>(tracing::Level::Trace)) {
        return "level " + std::to_string(level) + " is not known; allowed are 1 (fatal) to 6 (trace)";
    }
    const auto target_text = target.as<std::string>();
    const auto file_text = file.as<std::string>();
    const tracing::LogMetadata site{static_cast<tracing::Level>(level),  "", target_text, "", file_text, line,
                                    tracing::MetadataLifetime::Transient};
    const tracing::PropertySet property_set = to_property_set(properties);
    tracing::dispatch::log_interop(site, message.as<std::string>(), property_set.properties());
    return {};
}

std::string version() { return MICROMEGAS_VERSION; }

std::string process_id() {
    const auto id = tracing::dispatch::process_id();
    return id ? id->to_string() : std::string{};
}

}  // namespace

// Puts micromegasGuard() into the module, see library_micromegas_guard.js.
EM_JS_DEPS(micromegas_guard, "$micromegasGuard");

EMSCRIPTEN_BINDINGS(micromegas) {
    emscripten::function("micromegasInit", &init);
    emscripten::function("micromegasShutdown", &shutdown);
    emscripten::function("micromegasSetLogCallback", &set_log_callback);
    emscripten::function("micromegasClearLogCallback", &clear_log_callback);
    emscripten::function("micromegasSetFilter", &set_filter);
    emscripten::function("micromegasGetFilter", &get_filter);
    emscripten::function("micromegasTargetLevel", &target_level);
    emscripten::function("micromegasFilterGeneration", &filter_generation);
    emscripten::function("micromegasLog", &log);
    emscripten::function("micromegasVersion", &version);
    emscripten::function("micromegasProcessId", &process_id);
}

}  // namespace micromegas
