#include "../greeter.hpp"

#include <emscripten/bind.h>

EMSCRIPTEN_BINDINGS(greeter) {
    emscripten::function(
        "greet", +[](const std::string& name) { return hello::greet(name); });
}
