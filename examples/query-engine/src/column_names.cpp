#include "column_names.hpp"

#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

namespace engine {
namespace {

std::string folded(std::string name) {
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return name;
}

}  // namespace

std::vector<RenamedColumn> make_names_unique(std::vector<std::string>& names) {
    // A new name must not take one that comes later: a, a, a_2 become a, a_3, a_2.
    std::unordered_set<std::string> given;
    for (const std::string& name : names) {
        given.insert(folded(name));
    }
    std::vector<RenamedColumn> renamed;
    std::unordered_map<std::string, int> next_numbers;  // by name that was seen
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto [seen, is_first] = next_numbers.try_emplace(folded(names[i]), 2);
        if (is_first) {
            continue;
        }
        std::string candidate;
        do {
            candidate = fmt::format("{}_{}", names[i], seen->second++);
        } while (!given.insert(folded(candidate)).second);
        renamed.push_back({i, names[i], candidate});
        names[i] = std::move(candidate);
    }
    return renamed;
}

}  // namespace engine
