#pragma once

#include <string>
#include <vector>

namespace engine {

struct RenamedColumn {
    std::size_t index;
    std::string from;
    std::string to;
};

/// Gives each name that stands before it in the list already, upper and lower case being the same, a number:
/// id, ID, id become id, ID_2, id_3. Returns what was renamed.
std::vector<RenamedColumn> make_names_unique(std::vector<std::string>& names);

}  // namespace engine
