#include <micromegas/telemetry_sink/console_event_sink.hpp>

#include "entry_queue.hpp"

#include <micromegas/tracing/detail/has_threads.hpp>  // one per platform
#include <micromegas/tracing/time.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>
#include <utility>

#include <emscripten/threading.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

/// A string as library_micromegas.js reads it.
struct Text {
    const char* data;
    std::size_t size;  // its complement where every byte is a character, and there are few; not of a property's name
};
static_assert(sizeof(Text) == 8, "library_micromegas.js reads two 32-bit words");

constexpr std::size_t kFewCharacters = 32;

bool is_ascii(std::string_view text) noexcept {
    std::uint64_t bits = 0;
    for (; text.size() >= sizeof bits; text.remove_prefix(sizeof bits)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data(), sizeof eight);
        bits |= eight;
    }
    for (const char byte : text) {
        bits |= static_cast<unsigned char>(byte);
    }
    return (bits & 0x8080'8080'8080'8080U) == 0;
}

[[gnu::noinline]] Text to_text(std::string_view view) noexcept {
    return {view.data(), view.size() <= kFewCharacters && is_ascii(view) ? ~view.size() : view.size()};
}

enum class ValueKind : std::uint32_t { Text, Number, Boolean, Signed, Unsigned };

/// A property as library_micromegas.js reads it. JavaScript's numbers have the integers up to 2^53; others cross as
/// they are.
struct CrossingProperty {
    Text name;
    Text text;
    union {
        double number;
        std::uint64_t integer;
    };
    ValueKind kind;
};
static_assert(sizeof(CrossingProperty) == 32 && offsetof(CrossingProperty, number) == 16 &&
                  offsetof(CrossingProperty, kind) == 24,
              "library_micromegas.js reads eight 32-bit words");

/// Parts that few entries have.
struct Rest {
    double time_ms;  // 0: now
    const CrossingProperty* properties;
    std::size_t property_count;
};
static_assert(sizeof(Rest) == 16 && offsetof(Rest, properties) == 8, "library_micromegas.js reads four 32-bit words");

struct CallSite {
    std::uint32_t level;
    std::uint32_t line;
    Text target;
    Text module_path;
    Text file;
    Text message;
    std::uint32_t is_static;
};
static_assert(sizeof(CallSite) == 44 && offsetof(CallSite, target) == 8,
              "library_micromegas.js reads eleven 32-bit words, in this order");

}  // namespace

extern "C" {

// library_micromegas.js. `message`, of a Text, is null for the call site's own literal one; `rest` where there is none.
void micromegas_js_log(const tracing::LogMetadata* desc, const char* message, std::size_t message_size,
                       const Rest* rest);

/// Called back for a call site that JavaScript sees for the first time. The answer is valid until the next call.
const CallSite* micromegas_describe_call_site(const tracing::LogMetadata* desc) {
    static constinit thread_local CallSite description{};
    description = {.level = static_cast<std::uint32_t>(desc->level),
                   .line = desc->line,
                   .target = to_text(desc->target),
                   .module_path = to_text(desc->module_path),
                   .file = to_text(desc->file),
                   .message = to_text(desc->fmt_str),
                   .is_static = desc->lifetime == tracing::MetadataLifetime::Static};
    return &description;
}

}  // extern "C"

namespace {

void set_value(CrossingProperty& to, std::string_view text) noexcept {
    to.kind = ValueKind::Text;
    to.text = to_text(text);
}
void set_value(CrossingProperty& to, bool value) noexcept {
    to.kind = ValueKind::Boolean;
    to.number = value ? 1 : 0;
}
void set_value(CrossingProperty& to, double value) noexcept {
    to.kind = ValueKind::Number;
    to.number = value;
}
void set_value(CrossingProperty& to, float value) noexcept { set_value(to, static_cast<double>(value)); }
void set_value(CrossingProperty& to, std::integral auto value) noexcept {
    constexpr auto kMost = std::int64_t{1} << 53;
    if (std::cmp_greater_equal(kMost, value) && std::cmp_less_equal(-kMost, value)) {
        set_value(to, static_cast<double>(value));
    } else {
        to.kind = std::is_signed_v<decltype(value)> ? ValueKind::Signed : ValueKind::Unsigned;
        to.integer = static_cast<std::uint64_t>(value);
    }
}

/// While the main thread delivers queued entries, the dispatch does not know that it is inside the sink.
[[maybe_unused]] constinit bool g_delivers_queued = false;

void deliver(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties, std::int64_t time,
             std::string_view message) {
    const bool is_literal = desc.lifetime == tracing::MetadataLifetime::Static && desc.message_is_literal;
    const Text text = is_literal ? Text{} : to_text(message);
    if (time == 0 && properties.empty()) {
        micromegas_js_log(&desc, text.data, text.size, nullptr);
        return;
    }
    std::array<CrossingProperty, 8> few;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
    std::unique_ptr<CrossingProperty[]> many;  // NOLINT(modernize-avoid-c-arrays): nothing is initialised
    CrossingProperty* crossing = few.data();
    if (properties.size() > few.size()) {
        many.reset(new CrossingProperty[properties.size()]);
        crossing = many.get();
    }
    for (std::size_t at = 0; at < properties.size(); ++at) {
        crossing[at].name = {properties[at].name.data(), properties[at].name.size()};
        properties[at].value.visit([to = &crossing[at]](const auto& value) { set_value(*to, value); });
    }
    constexpr double kTicksPerMillisecond = 1000;
    const Rest rest{static_cast<double>(time) / kTicksPerMillisecond, crossing, properties.size()};
    micromegas_js_log(&desc, text.data, text.size, &rest);
}

[[maybe_unused]] void deliver_queued(const tracing::LogMetadata& desc,
                                     std::span<const tracing::PropertyView> properties, std::int64_t time,
                                     std::string_view message) {
    g_delivers_queued = true;
    deliver(desc, properties, time, message);
    g_delivers_queued = false;
}

}  // namespace

void ConsoleEventSink::on_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                              std::int64_t time, std::string_view message) noexcept {
    if constexpr (tracing::detail::kHasThreads) {
        if (emscripten_is_main_runtime_thread() == 0) {
            queue_entry(desc, properties, time != 0 ? time : tracing::now(), message, deliver_queued);
            return;
        }
        if (g_delivers_queued) {
            return;
        }
    }
    deliver(desc, properties, time, message);
}

void ConsoleEventSink::on_shutdown() noexcept {
    if constexpr (tracing::detail::kHasThreads) {
        if (emscripten_is_main_runtime_thread() != 0) {
            deliver_queued_entries(deliver_queued);
        }
    }
}

std::shared_ptr<tracing::EventSink> make_console_event_sink() { return std::make_shared<ConsoleEventSink>(); }

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
