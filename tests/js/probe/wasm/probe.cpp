// Instrumented code for the JavaScript tests to call, built like a user's module.
#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/context.hpp>

#include <emscripten/bind.h>
#include <emscripten/heap.h>
#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace probe {
namespace {

using emscripten::val;
using micromegas::tracing::PropertySet;

std::optional<micromegas::telemetry_sink::TelemetryGuard>& telemetry() {
    static std::optional<micromegas::telemetry_sink::TelemetryGuard> guard;
    return guard;
}

/// Returns the error's message, "" without one.
std::string init_telemetry() {
    auto guard = micromegas::telemetry_sink::init_telemetry();
    std::string message = guard.error_message();
    if (!guard.error()) {
        telemetry() = std::move(guard);
    }
    return message;
}

void shutdown_telemetry() { telemetry().reset(); }

void log_all_levels() {
    MM_FATAL("fatal message");
    MM_ERROR("error message");
    MM_WARN("warn message");
    MM_INFO("info message");
    MM_DEBUG("debug message");
    MM_TRACE("trace message");
}

void print_text(const std::string& text) { std::fputs(text.c_str(), stdout); }
void print_error(const std::string& text) { std::fputs(text.c_str(), stderr); }

void log_text(const std::string& text) { MM_INFO("{}", text); }

void log_number(int number) { MM_DEBUG("number {}", number); }

/// Logs at the same literal call site, `count` times.
void log_literal(int count) {
    for (int index = 0; index < count; ++index) {
        MM_INFO("a literal: ünï \U0001F30D");
    }
}

void log_with_properties() {
    const PropertySet properties{
        {"table", "airports"}, {"__proto__", "a name like any other"}, {"naïve", "ünï \U0001F30D"}};
    MM_WARN_PROPS(properties, "slow query {} ms", 12);
}

void log_with_own_properties() {
    const std::string table = "airports";
    MM_WARN("slow query {} ms", 12, MM_P("table", table), MM_P("rows", 337), MM_P("share", 0.25), MM_P("cached", true),
            MM_P("most", std::int64_t{1} << 53), MM_P("more", (std::int64_t{1} << 53) + 1),
            MM_P("least", std::numeric_limits<std::int64_t>::min()),
            MM_P("largest", std::numeric_limits<std::uint64_t>::max()),
            MM_P("nothing", std::numeric_limits<double>::quiet_NaN()), MM_P("__proto__", -1));
}

/// Sets that follow each other mostly have their names in the same place.
void log_named(const std::string& name) { MM_INFO_PROPS((PropertySet{{name, "value"}}), "named"); }

/// Calls back inside the guards.
void in_context(const val& call) {
    const micromegas::tracing::ContextGuard request{{{"request", "7c9e"}}};
    const micromegas::tracing::ProcessContextGuard scene{{{"scene", "harbour"}}};
    MM_INFO("of C++", MM_P("rows", 3));
    call();
}

void log_with_target() { MM_LOG("net.http", micromegas::tracing::Level::Warn, "retry {}", 3); }

void log_repeated(std::size_t size) { MM_INFO("{}", std::string(size, 'x')); }

/// Makes memory grow between two entries, so that views of it go stale. Returns the heap's growth in bytes.
std::size_t log_around_growth() {
    const std::size_t before = emscripten_get_heap_size();
    MM_INFO("before growth");
    const std::vector<std::string> ballast(64, std::string(std::size_t{1} << 20, 'b'));
    MM_INFO("after growth: {}", ballast.back().substr(0, 3));
    return emscripten_get_heap_size() - before;
}

/// Returns how many arguments were evaluated.
int spans_and_metrics() {
    int evaluated = 0;
    MM_SPAN_FUNCTION();
    MM_SPAN_SCOPE("scope");
    MM_SPAN_NAMED("named");
    MM_ASYNC_SPAN("async", MM_P("table", "cars"));
    MM_SPAN_VAR(span, "with properties", MM_P("rows", 3));
    span.set("ratio", 0.5);
    span.set("Rows", 4);
    MM_IMETRIC("rows", "count", ++evaluated);
    MM_FMETRIC("time", "ms", static_cast<double>(++evaluated));
    return evaluated;
}

PropertySet to_property_set(const val& object) {
    std::vector<micromegas::tracing::Property> properties;
    const val entries = val::global("Object").call<val>("entries", object);
    for (std::size_t index = 0; index < entries["length"].as<std::size_t>(); ++index) {
        properties.push_back({entries[index][0].as<std::string>(), entries[index][1].as<std::string>()});
    }
    return PropertySet{properties};
}

/// Logs like a bridge from another language. Texts are `val`s, since a sink may call this while it handles an entry:
/// embind without dynamic execution stores the arguments of nested calls in the same place, and would free the inner
/// strings twice.
void log_interop(unsigned level, const val& target, const val& message, const val& file, std::uint32_t line,
                 const val& properties) {
    const auto target_text = target.as<std::string>();
    const auto file_text = file.as<std::string>();
    const PropertySet property_set = to_property_set(properties);
    micromegas::tracing::dispatch::log_interop({static_cast<micromegas::tracing::Level>(level), "", target_text, "",
                                                file_text, line, micromegas::tracing::MetadataLifetime::Transient},
                                               message.as<std::string>(), property_set.properties());
}

bool debug_is_enabled() { return MM_LOG_ENABLED(micromegas::tracing::Level::Debug); }

void terminate() { std::terminate(); }

}  // namespace
}  // namespace probe

EMSCRIPTEN_BINDINGS(probe) {
    emscripten::function("initTelemetry", &probe::init_telemetry);
    emscripten::function("shutdownTelemetry", &probe::shutdown_telemetry);
    emscripten::function("logAllLevels", &probe::log_all_levels);
    emscripten::function("logText", &probe::log_text);
    emscripten::function("printText", &probe::print_text);
    emscripten::function("printError", &probe::print_error);
    emscripten::function("logNumber", &probe::log_number);
    emscripten::function("logLiteral", &probe::log_literal);
    emscripten::function("logWithProperties", &probe::log_with_properties);
    emscripten::function("logWithOwnProperties", &probe::log_with_own_properties);
    emscripten::function("logNamed", &probe::log_named);
    emscripten::function("inContext", &probe::in_context);
    emscripten::function("logWithTarget", &probe::log_with_target);
    emscripten::function("logRepeated", &probe::log_repeated);
    emscripten::function("logAroundGrowth", &probe::log_around_growth);
    emscripten::function("logInterop", &probe::log_interop);
    emscripten::function("spansAndMetrics", &probe::spans_and_metrics);
    emscripten::function("debugIsEnabled", &probe::debug_is_enabled);
    emscripten::function("terminate", &probe::terminate);
}
