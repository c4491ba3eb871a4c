#include <micromegas/tracing/filter.hpp>

#include "filter_mutex.hpp"
#include "inside_sink.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <mutex>
#include <utility>

namespace micromegas::tracing {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

// Not by {fmt}, of which a module then holds nothing until it logs.
std::string join(std::initializer_list<std::string_view> parts) {
    std::string whole;
    for (const std::string_view part : parts) {
        whole += part;
    }
    return whole;
}

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

/// Why no call site can have this target; empty where one can.
std::string find_problem(std::string_view target) {
    const std::string whole = without_empty_parts(target);
    if (whole.empty()) {
        return R"(names no target before "="; write a level or target=level)";
    }
    if (target.find_first_of(kSpaces) != std::string_view::npos) {
        return join({"has white space in the target \"", target, "\"; write it without any"});
    }
    return whole == target ? "" : join({"has an empty part in the target \"", target, "\"; write \"", whole, "\""});
}

FilterError entry_error(std::size_t position, std::string_view entry, std::string_view problem) {
    return {join({"filter entry ", std::to_string(position), " \"", entry, "\": ", problem})};
}

FilterError bad_level(std::size_t position, std::string_view entry, std::string_view level) {
    return entry_error(position, entry, join({"\"", level, "\" is not a level; allowed are ", kLevelFilterNames}));
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
    Filter filter;
    bool has_default = false;
    std::size_t position = 0;
    for (std::string_view rest = text; position == 0 || rest.data() != nullptr;) {
        const std::size_t comma = rest.find(',');
        const std::string_view entry = trim(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
        ++position;

        const std::size_t equals = entry.find('=');
        const std::string_view level_name = equals == std::string_view::npos ? entry : trim(entry.substr(equals + 1));
        if (entry.empty()) {
            return entry_error(position, entry, "is empty; write a level or target=level");
        }
        const auto level = parse_level_filter(level_name);
        if (!level) {
            return bad_level(position, entry, level_name);
        }
        if (equals == std::string_view::npos) {
            if (std::exchange(has_default, true)) {
                return entry_error(position, entry, "is a second default level; only one is allowed");
            }
            filter.default_level_ = *level;
            continue;
        }
        const std::string_view target = trim(entry.substr(0, equals));
        if (const std::string problem = find_problem(target); !problem.empty()) {
            return entry_error(position, entry, problem);
        }
        if (std::ranges::find(filter.directives_, target, &Directive::target) != filter.directives_.end()) {
            return entry_error(position, entry,
                               join({"is the second one for target \"", target, "\"; only one is allowed"}));
        }
        const auto longer = [&](const Directive& other) { return other.target.size() >= target.size(); };
        filter.directives_.insert(std::ranges::find_if_not(filter.directives_, longer), {std::string{target}, *level});
    }
    if (!has_default) {
        return FilterError{
            join({"filter \"", text, "\": has no default level; write one beside the targets, as in \"info,",
                  trim(text), "\""})};
    }
    return filter;
}

LevelFilter Filter::level_for(std::string_view target) const noexcept {
    for (const Directive& directive : directives_) {
        if (is_prefix_at_boundary(directive.target, target)) {
            return directive.level;
        }
    }
    return default_level_;
}

LevelFilter Filter::max_level() const noexcept {
    LevelFilter max = default_level_;
    for (const Directive& directive : directives_) {
        max = std::max(max, directive.level);
    }
    return max;
}

std::string Filter::to_string() const {
    std::string text{tracing::to_string(default_level_)};
    for (const Directive& directive : directives_) {
        text.append(",").append(directive.target).append("=").append(tracing::to_string(directive.level));
    }
    return text;
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
