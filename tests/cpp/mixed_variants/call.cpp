#include <micromegas/tracing/level.hpp>

int main() {
    using namespace micromegas::tracing;
    return to_string(max_level()) == "off" ? 0 : 1;
}
