#include <micromegas/tracing/filter.hpp>

#include "filter_mutex.hpp"
#include "inside_sink.hpp"

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace micromegas::tracing {
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

/// Where an entry for the target goes among the others, longest target first; nothing if there is one already.
std::optional<std::size_t> place_for(std::string_view target, std::string_view entries) noexcept {
    std::size_t place = 0;
    for (std::string_view rest = entries; !rest.empty();) {
        const std::string_view other = cut_canonical(rest).target;
        if (other == target) {
            return std::nullopt;
        }
        if (other.size() >= target.size()) {
            place = entries.size() - rest.size();
        }
    }
    return place;
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
    message.append(number.data(), number.size()).append(" \"").append(entry).append("\": ").append(problem.before);
    if (!problem.after.empty()) {
        message.append("\"").append(problem.subject).append("\"").append(problem.after);
    }
    return {std::move(message)};
}

// Never destroyed: call sites in static destructors still ask it.
struct FilterState {
    std::mutex mutex;
    Filter filter;
    LevelFilter gate = LevelFilter::Off;  // the most that anybody wants
    bool was_set = false;
};

FilterState& state() noexcept {
    static FilterState& instance = *new FilterState;
    return instance;
}

void update_gate(const FilterState& locked) noexcept {
    detail::g_max_level.store(std::min(locked.gate, locked.filter.max_level()), std::memory_order_relaxed);
}

}  // namespace

std::variant<Filter, FilterError> Filter::parse(std::string_view text) {
    std::string canonical;  // the default's place at the front is free until the end
    std::optional<LevelFilter> default_level;
    std::string_view rest = text;
    for (unsigned position = 1; position == 1 || rest.data() != nullptr; ++position) {
        const bool is_last = rest.find(',') == std::string_view::npos;
        const std::string_view entry = trim(cut_entry(rest));
        if (is_last) {
            rest = {};
        }
        const auto refuse = [&](const Problem& problem) { return entry_error(position, entry, problem); };
        if (entry.empty()) {
            return refuse({"is empty; write a level or target=level"});
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
            continue;
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
        const std::optional<std::size_t> place = place_for(target, canonical);
        if (!place) {
            return refuse({"is the second one for target ", target, "; only one is allowed"});
        }
        canonical.insert(*place, whole + "=" + std::string{tracing::to_string(*level)} + ",");
    }
    if (!default_level) {
        std::string message = "filter \"";
        message.append(text).append("\": has no default level; write one beside the targets, as in \"info,");
        message.append(trim(text)).append("\"");
        return FilterError{std::move(message)};
    }
    canonical.insert(0, std::string{tracing::to_string(*default_level)} + ",");
    canonical.pop_back();
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
    // Generations wrap after 2^29 filters; 0 is left to call sites that never asked.
    const std::uint32_t next = (detail::g_filter_generation.load(std::memory_order_relaxed) + 1) &
                               (~std::uint32_t{0} >> detail::kFilterLevelBits);
    detail::g_filter_generation.store(next == 0 ? 1 : next, std::memory_order_relaxed);
    update_gate(shared);
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

namespace detail {

constinit std::atomic<std::uint32_t> g_filter_generation{1};

std::mutex& filter_mutex() noexcept { return state().mutex; }

LevelFilter refresh_call_site(const LogMetadata& site) noexcept {
    if (is_inside_sink()) {  // nothing is logged there, and the thread may hold the mutex, across a fork
        return LevelFilter::Off;
    }
    FilterState& shared = state();
    const std::lock_guard lock{shared.mutex};
    const LevelFilter level = shared.filter.level_for(site.target);
    const std::uint32_t generation = g_filter_generation.load(std::memory_order_relaxed);
    site.filter_state.store((generation << kFilterLevelBits) | static_cast<std::uint32_t>(level),
                            std::memory_order_relaxed);
    return level;
}

void open_gate(LevelFilter most_wanted) {
    FilterState& shared = state();
    const std::lock_guard lock{shared.mutex};
    shared.gate = most_wanted;
    update_gate(shared);
}

void close_gate() noexcept { open_gate(LevelFilter::Off); }

}  // namespace detail
}  // namespace micromegas::tracing
