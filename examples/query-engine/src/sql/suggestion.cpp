#include "suggestion.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace engine::sql {
namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Levenshtein's distance, ignoring case.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (folded(a[i]) == folded(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
        }
    }
    return row.back();
}

}  // namespace

std::optional<std::string> closest_name(std::string_view name, std::span<const std::string> names) {
    constexpr std::size_t kMaxSize = 100;  // longer names are not compared
    std::optional<std::string> closest;
    std::size_t least = std::max<std::size_t>(name.size() / 3, 1) + 1;
    for (const std::string& candidate : names) {
        if (name.size() > kMaxSize || candidate.size() > kMaxSize) {
            continue;
        }
        if (const std::size_t d = distance(name, candidate); d < least && d < candidate.size()) {
            least = d;
            closest = candidate;
        }
    }
    return closest;
}

}  // namespace engine::sql
