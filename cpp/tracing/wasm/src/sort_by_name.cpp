#include "sort_by_name.hpp"

#include <iterator>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// By hand: sets are small on a page, and a sort of the standard library is 0.4 to 0.8 KB in every module.
void sort_by_name(std::vector<Property>& properties) {
    for (auto next = properties.begin(); next != properties.end(); ++next) {
        for (auto place = next; place != properties.begin() && place->name < std::prev(place)->name; --place) {
            std::swap(*place, *std::prev(place));
        }
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
