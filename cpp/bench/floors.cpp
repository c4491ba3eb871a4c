#include "floors.hpp"

#include "measure.hpp"
#include "operations.hpp"

namespace micromegas::bench {

void measure_floors() {
    measure<EmptyLoop>("empty loop");
    measure<StampAndStore<>>("stamp + 17 B");
    measure<TwoStampsAndStores>("2 (stamp + 17 B)");
    measure<StampAndStore<std::uint64_t>>("stamp + 25 B");
    measure<StampAndNumbers>("stamp + 41 B");
    measure<StampAndString>("stamp + 65 B");
    measure<StampAndProperties<false>>("stamp + 74 B");
    measure<StampAndProperties<true>>("stamp + 83 B");
}

}  // namespace micromegas::bench
