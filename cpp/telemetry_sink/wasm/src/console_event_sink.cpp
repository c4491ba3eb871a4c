#include <micromegas/telemetry_sink/console_event_sink.hpp>

#include "entry_queue.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include <emscripten/threading.h>

namespace micromegas::telemetry_sink {
namespace {

/// A string as library_micromegas.js reads it.
struct Text {
    const char* data;
    std::size_t size;
};
static_assert(sizeof(Text) == 8, "library_micromegas.js reads two 32-bit words");

constexpr Text to_text(std::string_view view) noexcept { return {view.data(), view.size()}; }

struct CallSite {
    std::uint32_t level;
    std::uint32_t line;
    Text target;
    Text module_path;
    Text file;
    Text message;
};
static_assert(sizeof(CallSite) == 40 && offsetof(CallSite, target) == 8,
              "library_micromegas.js reads ten 32-bit words, in this order");

}  // namespace

extern "C" {

// library_micromegas.js. `message.data` is null for the call site's own literal message.
void micromegas_js_log(const tracing::LogMetadata* desc, bool is_static, double time_us, const char* message,
                       std::size_t message_size, const Text* properties, std::size_t property_count);

/// Called back for a call site that JavaScript sees for the first time. The answer is valid until the next call.
const CallSite* micromegas_describe_call_site(const tracing::LogMetadata* desc) {
    static constinit thread_local CallSite description{};
    description = {.level = static_cast<std::uint32_t>(desc->level),
                   .line = desc->line,
                   .target = to_text(desc->target),
                   .module_path = to_text(desc->module_path),
                   .file = to_text(desc->file),
                   .message = to_text(desc->fmt_str)};
    return &description;
}

}  // extern "C"

namespace {

/// While the main thread brings what was queued, the dispatch does not know that it is inside the sink.
[[maybe_unused]] constinit bool g_delivers_queued = false;

void deliver(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties, std::int64_t time,
             std::string_view message) {
    std::vector<Text> texts(properties.size() * 2);  // name, value, name, value, …
    Text* text = texts.data();
    for (const tracing::Property& property : properties) {
        *text++ = to_text(property.name);
        *text++ = to_text(property.value);
    }
    const bool is_static = desc.lifetime == tracing::MetadataLifetime::Static;
    const bool is_literal = is_static && desc.message_is_literal;
    micromegas_js_log(&desc, is_static, static_cast<double>(time), is_literal ? nullptr : message.data(),
                      message.size(), texts.data(), properties.size());
}

[[maybe_unused]] void deliver_queued(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties,
                                     std::int64_t time, std::string_view message) {
    g_delivers_queued = true;
    deliver(desc, properties, time, message);
    g_delivers_queued = false;
}

}  // namespace

void ConsoleEventSink::on_log(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties,
                              std::int64_t time, std::string_view message) noexcept {
#ifdef __EMSCRIPTEN_PTHREADS__  // the flags decide: a build of this library is for modules with threads or for those
                                // without
    if (emscripten_is_main_runtime_thread() == 0) {
        queue_entry(desc, properties, time, message, deliver_queued);
        return;
    }
    if (g_delivers_queued) {
        return;
    }
#endif
    deliver(desc, properties, time, message);
}

void ConsoleEventSink::on_shutdown() noexcept {
#ifdef __EMSCRIPTEN_PTHREADS__
    if (emscripten_is_main_runtime_thread() != 0) {
        deliver_queued_entries(deliver_queued);
    }
#endif
}

}  // namespace micromegas::telemetry_sink
