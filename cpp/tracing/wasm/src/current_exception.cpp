// Whether the module has C++ exceptions at all is decided by its own flags; this library is built without.
#include "current_exception.hpp"

#include <cxxabi.h>
#include <cstdlib>
#include <memory>
#include <typeinfo>

// Weak: the C++ runtime without exceptions does not have it.
extern "C" [[gnu::weak]] std::type_info* __cxa_current_exception_type();

namespace micromegas::tracing::detail {

std::string describe_current_exception() noexcept {
    const std::type_info* const type =
        &__cxa_current_exception_type != nullptr ? __cxa_current_exception_type() : nullptr;
    if (type == nullptr) {
        return "terminate called without an active exception";
    }
    return std::string{"terminate called after throwing "} + type->name();
}

}  // namespace micromegas::tracing::detail
