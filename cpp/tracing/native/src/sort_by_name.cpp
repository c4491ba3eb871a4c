#include "sort_by_name.hpp"

#include <algorithm>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

void sort_by_name(std::vector<Property>& properties) {
    if (!std::ranges::is_sorted(properties, {}, &Property::name)) {  // the sort takes memory
        std::ranges::stable_sort(properties, {}, &Property::name);
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
