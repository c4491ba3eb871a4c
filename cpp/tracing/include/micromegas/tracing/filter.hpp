// The filter: the level at which each target may log, and the answer that every call site caches.
//
//     if (auto error = tracing::set_filter("info,engine::sql=debug")) { show(error->message); }
//
// A filter is one default level and any number of `target=level` entries, separated by commas, in any order; spaces are
// allowed. The entry with the longest target that is a prefix of the call site's target wins. A prefix ends at a
// boundary: "engine" matches "engine", "engine::sql", "engine.sql" and "engine/sql", not "engines". A target
// that could match nothing, "engine::" or "my engine", is an error.
// Why: docs/decisions/0002-one-filter-is-the-truth.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/filter_gate.hpp>
#include <micromegas/tracing/level.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// One sentence that names the bad entry, its place, and the allowed values.
struct FilterError {
    std::string message;
};

class Filter {
public:
    /// The same level for every target.
    explicit Filter(LevelFilter default_level = LevelFilter::Trace) noexcept
        : text_(tracing::to_string(default_level)) {}

    [[nodiscard]] static std::variant<Filter, FilterError> parse(std::string_view text);

    /// The level that a target may log at.
    [[nodiscard]] LevelFilter level_for(std::string_view target) const noexcept;
    /// The most verbose level that any target may log at.
    [[nodiscard]] LevelFilter max_level() const noexcept;
    /// The text that parses to this filter: "info,engine::sql=debug".
    [[nodiscard]] std::string to_string() const { return text_; }

private:
    explicit Filter(std::string text) noexcept : text_(std::move(text)) {}

    // The default level, then the entries, longest target first; without spaces, levels by their own names. Call sites
    // keep its answers, so nothing faster is needed.
    std::string text_;
};

/// Replaces the process's filter; every call site obeys it from its next call on. May be called before initialisation
/// and from any thread. A filter that does not parse changes nothing.
void set_filter(Filter filter);
[[nodiscard]] std::optional<FilterError> set_filter(std::string_view text);

/// The same level for every target: short for `set_filter(Filter(level))`.
void set_max_level(LevelFilter level);

/// A copy of the process's filter. Until one is set, everything passes.
[[nodiscard]] Filter current_filter();
/// Whether one was ever set in this process.
[[nodiscard]] bool filter_was_set() noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Initialisation opens the gate, `max_level()`, up to the sink's interest; shutdown closes it.
void open_gate(LevelFilter most_wanted);
void close_gate() noexcept;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
