// expect: has to name every member
#include <micromegas/transit/encode.hpp>

#include <cstdint>

namespace transit = micromegas::transit;

struct Sample {
    std::uint64_t value;
#ifdef BAD
    std::uint64_t forgotten;
#endif

    static constexpr auto reflect() { return transit::static_type("Sample", transit::field("value", &Sample::value)); }
};

void test(std::byte* out) { transit::encode(Sample{}, out); }
