#include <micromegas/tracing/filter.hpp>

#include "filter_mutex.hpp"
#include "inside_sink.hpp"

#include <micromegas/tracing/parse_level.hpp>

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

std::string_view trim(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(kSpaces);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

/// The separator that the text begins with: "::", "." or "/"; or nothing.
std::string_view leading_separator(std::string_view text) noexcept {
    for (const std::string_view separator : {"::", ".", "/"}) {
        if (text.starts_with(separator)) {
            return separator;
        }
    }
    return {};
}

bool is_prefix_at_boundary(std::string_view prefix, std::string_view target) noexcept {
    return target.starts_with(prefix) &&
           (target.size() == prefix.size() || !leading_separator(target.substr(prefix.size())).empty());
}

/// The target without empty parts: "engine" for "engine::", "a::b" for "::a::::b".
std::string without_empty_parts(std::string_view target) {
    std::string result;
    std::string_view separator;  // before the next part
    while (!target.empty()) {
        if (const std::string_view found = leading_separator(target); !found.empty()) {
            separator = found;
            target.remove_prefix(found.size());
        } else {
            const std::string_view before = std::exchange(separator, {});
            result.append(result.empty() ? "" : before).push_back(target.front());
            target.remove_prefix(1);
        }
    }
    return result;
}

/// Cuts the text before the first comma off, which goes with it.
std::string_view cut_entry(std::string_view& rest) noexcept {
    const std::string_view entry = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), entry.size() + 1));
    return entry;
}

/// An entry of a canonical filter; the default's target is empty.
struct Entry {
    std::string_view target;
    LevelFilter level;
};

Entry cut_canonical(std::string_view& rest) noexcept {
    const std::string_view entry = cut_entry(rest);
    const std::size_t equals = entry.find('=');  // npos + 1 is 0
    return {entry.substr(0, equals == std::string_view::npos ? 0 : equals),
            parse_level_filter(entry.substr(equals + 1)).value_or(LevelFilter::Off)};
}

/// An entry of the text under parsing. Its target is a part of that text.
struct ParsedEntry {
    std::string_view target;
    LevelFilter level;
    unsigned position;  // from 1
};

using IsBefore = bool (*)(const ParsedEntry& left, const ParsedEntry& right);

bool is_before_by_target(const ParsedEntry& left, const ParsedEntry& right) {
    return left.target != right.target ? left.target < right.target : left.position < right.position;
}

bool is_longer_or_earlier(const ParsedEntry& left, const ParsedEntry& right) {
    return left.target.size() != right.target.size() ? left.target.size() > right.target.size()
                                                     : left.position < right.position;
}

/// Shell's sort, in a tenth of the code of the standard library's, which every wasm module would carry.
void sort_entries(std::vector<ParsedEntry>& entries, IsBefore is_before) {
    for (std::size_t gap = entries.size() / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11) {
        for (std::size_t i = gap; i < entries.size(); ++i) {
            for (std::size_t j = i; j >= gap && is_before(entries[j], entries[j - gap]); j -= gap) {
                std::swap(entries[j], entries[j - gap]);
            }
        }
    }
}

/// The first entry whose target an earlier one has.
std::optional<ParsedEntry> find_repeated(std::vector<ParsedEntry>& entries) {
    sort_entries(entries, is_before_by_target);
    std::optional<ParsedEntry> first;
    for (std::size_t i = 1; i < entries.size(); ++i) {
        if (entries[i].target == entries[i - 1].target && (!first || entries[i].position < first->position)) {
            first = entries[i];
        }
    }
    return first;
}

/// "<before>" or "<before>"<subject>"<after>".
struct Problem {
    std::string_view before;
    std::string_view subject = {};
    std::string_view after = {};
};

/// By appending, and not by {fmt}'s formatter, of which a module then holds nothing until it logs.
FilterError entry_error(unsigned position, std::string_view entry, const Problem& problem) {
    std::string message = "filter entry ";
    const fmt::format_int number{position};
    message.append(number.data(), number.size())
        .append(" \"")
        .append(entry)
        .append(problem.before.empty() ? "\": " : "\" ")
        .append(problem.before);
    if (!problem.after.empty()) {
        message.append("\"").append(problem.subject).append("\"").append(problem.after);
    }
    return {std::move(message)};
}

// Never destroyed: call sites in static destructors still ask it.
struct FilterState {
    std::mutex mutex;
    Filter filter;
    LevelFilter gate = LevelFilter::Off;   // the most that anybody wants
    LevelFilter floor = LevelFilter::Off;  // passes, whatever the filter says
    bool was_set = false;
};

FilterState& state() noexcept {
    static FilterState& instance = *new FilterState;
    return instance;
}

void update_gate(const FilterState& locked) noexcept {
    detail::g_max_level.store(std::min(locked.gate, std::max(locked.filter.max_level(), locked.floor)),
                              std::memory_order_relaxed);
}

void begin_generation(const FilterState& locked) noexcept {
    // Generations wrap after 2^29 changes; 0 is left to call sites that never asked.
    const std::uint32_t next = (detail::g_filter_generation.load(std::memory_order_relaxed) + 1) &
                               (~std::uint32_t{0} >> detail::kFilterLevelBits);
    detail::g_filter_generation.store(next == 0 ? 1 : next, std::memory_order_relaxed);
    update_gate(locked);
}

/// Reads the entry at `position` into `level` if it is the default, else into `entries`.
std::optional<FilterError> parse_entry(std::string_view entry, unsigned position,
                                       std::optional<LevelFilter>& default_level, std::vector<ParsedEntry>& entries) {
    const auto refuse = [&](const Problem& problem) { return entry_error(position, entry, problem); };
    if (entry.empty()) {
        return refuse({"is empty; write a level or target=level"});
    }
    if (entry.find(';') != std::string_view::npos) {
        return refuse({"has a \";\"; entries are separated by commas"});
    }
    const std::size_t equals = entry.find('=');
    const std::string_view level_name = trim(entry.substr(equals + 1));  // npos + 1 is 0
    const auto level = parse_level_filter(level_name);
    if (!level) {
        FilterError error = refuse({"", level_name, " is not a level; allowed are "});
        error.message.append(kLevelFilterNames);
        return error;
    }
    if (equals == std::string_view::npos) {
        if (std::exchange(default_level, level)) {
            return refuse({"is a second default level; only one is allowed"});
        }
        return std::nullopt;
    }
    const std::string_view target = trim(entry.substr(0, equals));
    const std::string whole = without_empty_parts(target);
    if (whole.empty()) {
        return refuse({"names no target before \"=\"; write a level or target=level"});
    }
    if (target.find_first_of(kSpaces) != std::string_view::npos) {
        return refuse({"has white space in the target ", target, "; write it without any"});
    }
    if (whole != target) {
        return refuse({"has an empty part in the target ", target, "; write \"" + whole + "\""});
    }
    entries.push_back({target, *level, position});
    return std::nullopt;
}

}  // namespace

std::variant<Filter, FilterError> Filter::parse(std::string_view text) {
    std::vector<ParsedEntry> entries;
    std::optional<LevelFilter> default_level;
    std::optional<FilterError> error;
    std::string_view rest = text;
    for (unsigned position = 1; !error && (position == 1 || rest.data() != nullptr); ++position) {
        const bool is_last = rest.find(',') == std::string_view::npos;
        error = parse_entry(trim(cut_entry(rest)), position, default_level, entries);
        if (is_last) {
            rest = {};
        }
    }
    // Before the entry that ended the loop, if any: the first problem is the one to report.
    if (const auto repeated = find_repeated(entries)) {
        std::string_view until = text;
        std::string_view entry;
        for (unsigned position = 0; position < repeated->position; ++position) {
            entry = trim(cut_entry(until));
        }
        return entry_error(repeated->position, entry,
                           {"is the second one for target ", repeated->target, "; only one is allowed"});
    }
    if (error) {
        return *std::move(error);
    }
    if (!default_level) {
        std::string message = "filter \"";
        message.append(text).append("\" has no default level; write one beside the targets, as in \"info,");
        message.append(trim(text)).append("\"");
        return FilterError{std::move(message)};
    }
    std::string canonical{tracing::to_string(*default_level)};
    sort_entries(entries, is_longer_or_earlier);
    for (const ParsedEntry& entry : entries) {
        canonical.append(",").append(entry.target).append("=").append(tracing::to_string(entry.level));
    }
    return Filter{std::move(canonical)};
}

LevelFilter Filter::level_for(std::string_view target) const noexcept {
    std::string_view rest = text_;
    const LevelFilter default_level = cut_canonical(rest).level;
    while (!rest.empty()) {
        const Entry entry = cut_canonical(rest);
        if (is_prefix_at_boundary(entry.target, target)) {
            return entry.level;
        }
    }
    return default_level;
}

LevelFilter Filter::max_level() const noexcept {
    LevelFilter max = LevelFilter::Off;
    for (std::string_view rest = text_; !rest.empty();) {
        max = std::max(max, cut_canonical(rest).level);
    }
    return max;
}

void set_filter(Filter filter) {
    FilterState& shared = state();
    const std::lock_guard lock{shared.mutex};
    shared.filter = std::move(filter);
    shared.was_set = true;
    begin_generation(shared);
}

std::optional<FilterError> set_filter(std::string_view text) {
    auto parsed = Filter::parse(text);
    if (auto* error = std::get_if<FilterError>(&parsed)) {
        return std::move(*error);
    }
    set_filter(std::move(*std::get_if<Filter>(&parsed)));
    return std::nullopt;
}

void set_max_level(LevelFilter level) { set_filter(Filter{level}); }

Filter current_filter() {
    FilterState& shared = state();
    const std::lock_guard lock{shared.mutex};
    return shared.filter;
}

bool filter_was_set() noexcept {
    FilterState& shared = state();
    const std::lock_guard lock{shared.mutex};
    return shared.was_set;
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constinit std::atomic<std::uint32_t> g_filter_generation{1};

std::mutex& filter_mutex() noexcept { return state().mutex; }

LevelFilter refresh_call_site(const LogMetadata& site) noexcept {
    if (is_inside_sink()) {  // nothing is logged there, and the thread may hold the mutex, across a fork
        return LevelFilter::Off;
    }
    FilterState& shared = state();
    const std::lock_guard lock{shared.mutex};
    const LevelFilter level = std::max(shared.filter.level_for(site.target), shared.floor);
    const std::uint32_t generation = g_filter_generation.load(std::memory_order_relaxed);
    site.filter_state.store((generation << kFilterLevelBits) | static_cast<std::uint32_t>(level),
                            std::memory_order_relaxed);
    return level;
}

void set_filter_floor(LevelFilter floor) {
    FilterState& shared = state();
    const std::lock_guard lock{shared.mutex};
    shared.floor = floor;
    begin_generation(shared);
}

bool passes_above_floor(const LogMetadata& site) noexcept {
    FilterState& shared = state();
    const std::lock_guard lock{shared.mutex};
    return allows(shared.filter.level_for(site.target), site.level);
}

void open_gate(LevelFilter most_wanted) {
    FilterState& shared = state();
    const std::lock_guard lock{shared.mutex};
    shared.gate = most_wanted;
    update_gate(shared);
}

void close_gate() noexcept { open_gate(LevelFilter::Off); }

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
