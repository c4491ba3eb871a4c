// The constants of a call site. Call sites are `constinit` statics, made by the macros.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/level.hpp>

#include <atomic>
#include <cstdint>
#include <string_view>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Whether a `LogMetadata` outlives everything that may refer to it.
enum class MetadataLifetime : std::uint8_t {
    Static,     ///< A call site in the program: lives for ever, may be remembered by its address.
    Transient,  ///< Made for one call, e.g. an entry that comes from JavaScript: copy each part that you keep.
};

/// Whether a format string holds no `{` or `}`, so that it is the message.
constexpr bool is_literal_message(std::string_view fmt_str) noexcept {
    // The compiler runs this for each call site, and has these two built in.
    return __builtin_memchr(fmt_str.data(), '{', fmt_str.size()) == nullptr &&
           __builtin_memchr(fmt_str.data(), '}', fmt_str.size()) == nullptr;
}

struct LogMetadata {
    constexpr LogMetadata(Level level_, std::string_view fmt_str_, std::string_view target_,
                          std::string_view module_path_, std::string_view file_, std::uint32_t line_,
                          MetadataLifetime lifetime_ = MetadataLifetime::Static) noexcept
        : fmt_str(fmt_str_),
          target(target_),
          module_path(module_path_),
          file(file_),
          line(line_),
          level(level_),
          lifetime(lifetime_),
          message_is_literal(is_literal_message(fmt_str_)) {}

    std::string_view fmt_str;      ///< The format string as it stands in the source.
    std::string_view target;       ///< The name that filters match, e.g. "engine::sql".
    std::string_view module_path;  ///< The enclosing namespace, also where `target` is another.
    std::string_view file;         ///< As the compiler was given it.
    std::uint32_t line;
    Level level;
    MetadataLifetime lifetime;
    /// The format string holds no `{` or `}`: every message of this site is `fmt_str` itself.
    bool message_is_literal;

    /// The filter's answer for this site and the generation that it belongs to; see filter_gate.hpp.
    mutable std::atomic<std::uint32_t> filter_state{0};
};

struct MetricMetadata {
    std::string_view name;
    std::string_view unit;
    std::string_view target;
    std::string_view file;
    std::uint32_t line;
    Verbosity verbosity = Verbosity::Max;
};

/// Where a span stands in the source; for spans whose name is known only at run time.
struct SpanLocation {
    std::string_view target;
    std::string_view module_path;
    std::string_view file;
    std::uint32_t line;
    Verbosity verbosity = Verbosity::Max;
};

struct SpanMetadata {
    std::string_view name;
    SpanLocation location;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
