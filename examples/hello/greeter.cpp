#include "greeter.hpp"

#include <micromegas/tracing.hpp>

namespace hello {

std::string greet(std::string_view name) {
    MM_SPAN_FUNCTION();
    MM_DEBUG("greeting {} bytes of name", name.size());
    if (name.empty()) {
        MM_WARN("nobody to greet");
        return "Hello?";
    }
    MM_INFO("greeting {}", name);
    MM_IMETRIC("greetings", "count", 1);
    return "Hello, " + std::string{name} + "!";
}

}  // namespace hello
