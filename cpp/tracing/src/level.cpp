#include <micromegas/tracing/level.hpp>
#include <micromegas/tracing/parse_level.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constinit std::atomic<LevelFilter> g_max_level{LevelFilter::Off};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

extern "C" {
/// Each call site needs this file, so two variants or versions in one program are an error of the linker even where
/// both libraries are linked.
extern const char micromegas_variant[];
const char micromegas_variant[] = MICROMEGAS_VARIANT;
}

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

constexpr std::array<std::string_view, 7> kNames = {"off", "fatal", "error", "warn", "info", "debug", "trace"};

constexpr char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view text, std::string_view lower) noexcept {
    return std::ranges::equal(text, lower, {}, to_lower);
}

}  // namespace

std::string_view to_string(LevelFilter filter) noexcept {
    const auto index = static_cast<std::size_t>(filter);
    return index < kNames.size() ? kNames[index] : std::string_view{"?"};
}

std::string_view to_string(Level level) noexcept { return to_string(static_cast<LevelFilter>(level)); }

std::optional<LevelFilter> parse_level_filter(std::string_view name) noexcept {
    for (std::size_t index = 0; index < kNames.size(); ++index) {
        if (equal_ignoring_case(name, kNames[index])) {
            return static_cast<LevelFilter>(index);
        }
    }
    return equal_ignoring_case(name, "warning") ? std::optional{LevelFilter::Warn} : std::nullopt;
}

std::optional<Level> parse_level(std::string_view name) noexcept {
    const auto filter = parse_level_filter(name);
    return filter && *filter != LevelFilter::Off ? std::optional{static_cast<Level>(*filter)} : std::nullopt;
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
