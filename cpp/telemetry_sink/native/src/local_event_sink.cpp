#include <micromegas/telemetry_sink/local_event_sink.hpp>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iterator>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

namespace micromegas::telemetry_sink {
namespace {

using Colors = LocalEventSinkOptions::Colors;

struct LevelStyle {
    std::string_view name;
    std::string_view color;  // ANSI SGR
};

constexpr std::array<LevelStyle, 7> kStyles = {{{"OFF", ""},
                                                {"FATAL", "\x1b[31m"},
                                                {"ERROR", "\x1b[31m"},
                                                {"WARN", "\x1b[33m"},
                                                {"INFO", "\x1b[36m"},
                                                {"DEBUG", "\x1b[35m"},
                                                {"TRACE", ""}}};
constexpr std::string_view kReset = "\x1b[0m";

bool wants_colors(Colors colors, std::FILE* file) noexcept {
    if (colors != Colors::Auto) {
        return colors == Colors::Always;
    }
    const char* const no_color = std::getenv("NO_COLOR");  // https://no-color.org: any value but an empty one
    return (no_color == nullptr || *no_color == '\0') && isatty(fileno(file)) == 1;
}

using Line = fmt::basic_memory_buffer<char, 512>;

void append(Line& line, std::string_view text) { line.append(text.data(), text.data() + text.size()); }

constexpr unsigned char byte_at(std::string_view text, std::size_t index) noexcept {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0;
}

/// UTF-8 of U+0080 to U+009F, which terminals obey like the controls of ASCII: U+009B begins an escape sequence.
constexpr bool is_c1_control(unsigned char lead, unsigned char next) noexcept {
    return lead == 0xC2 && next >= 0x80 && next <= 0x9F;
}

void append_printable(Line& line, std::string_view text) {
    for (std::size_t index = 0; index < text.size(); ++index) {
        unsigned char code = byte_at(text, index);
        const bool is_c1 = is_c1_control(code, byte_at(text, index + 1));
        if (is_c1) {
            code = byte_at(text, ++index);
        }
        if (is_c1 || code < 0x20 || code == 0x7F) {
            fmt::format_to(std::back_inserter(line), "\\x{:02x}", code);
        } else {
            line.push_back(text[index]);
        }
    }
}

void append_time(Line& line, std::chrono::system_clock::time_point time) {
    const auto micros = std::chrono::floor<std::chrono::microseconds>(time);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(micros);
    fmt::format_to(std::back_inserter(line), "{:%Y-%m-%dT%H:%M:%S}.{:06}Z ",
                   fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), (micros - seconds).count());
}

}  // namespace

LocalEventSink::LocalEventSink(LocalEventSinkOptions options) noexcept
    : max_level_(options.max_level), file_(options.file), colored_(wants_colors(options.colors, options.file)) {}

bool LocalEventSink::on_log_enabled(const tracing::LogMetadata& desc) noexcept {
    return tracing::allows(max_level_, desc.level);
}

void LocalEventSink::on_log(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties,
                            std::int64_t /*time*/, std::string_view message) noexcept {
    const LevelStyle& style = kStyles[static_cast<std::size_t>(desc.level)];
    const bool colored = colored_ && !style.color.empty();
    Line line;
    append_time(line, std::chrono::system_clock::now());
    append(line, colored ? style.color : "");
    fmt::format_to(std::back_inserter(line), "{:<5}", style.name);
    append(line, colored ? kReset : "");
    append(line, " [");
    append_printable(line, desc.target);
    append(line, "] ");
    append_printable(line, message);
    for (const tracing::Property& property : properties) {
        append(line, " ");
        append_printable(line, property.name);
        append(line, "=");
        append_printable(line, property.value);
    }
    line.push_back('\n');
    // A terminal that is gone, or a full disk: there is nobody left to tell.
    static_cast<void>(std::fwrite(line.data(), 1, line.size(), file_));
    if (desc.level <= tracing::Level::Warn) {
        static_cast<void>(std::fflush(file_));  // what may be the last words is not left in a buffer
    }
}

void LocalEventSink::on_shutdown() noexcept { static_cast<void>(std::fflush(file_)); }

}  // namespace micromegas::telemetry_sink
