#pragma once

#include <string>
#include <vector>

namespace engine {

struct RenamedColumn {
    std::size_t index;
    std::string from;
    std::string to;
};

/// Adds a number to each name that occurs earlier in the list, ignoring case: id, ID, id become id, ID_2, id_3. Returns
/// the renamed columns.
std::vector<RenamedColumn> make_names_unique(std::vector<std::string>& names);

}  // namespace engine
