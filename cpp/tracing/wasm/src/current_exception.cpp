// Whether the module has C++ exceptions at all is decided by its own flags; this library is built without.
#include "current_exception.hpp"

#include <cxxabi.h>
#include <cstdlib>
#include <memory>
#include <typeinfo>

// Weak: a C++ runtime without exceptions does not have them. The last is there where JavaScript asks for it, as
// library_micromegas_errors.js does.
extern "C" {
[[gnu::weak]] std::type_info* __cxa_current_exception_type();
[[gnu::weak]] void* __cxa_current_primary_exception() noexcept;
[[gnu::weak]] void __get_exception_message(void* exception, char** type, char** message);
}

namespace micromegas::tracing::detail {
namespace {

using CString = std::unique_ptr<char, decltype(&std::free)>;

/// The demangled type, and what() of a standard one.
std::string describe(const std::type_info& type) {
    if (&__get_exception_message == nullptr || &__cxa_current_primary_exception == nullptr) {
        return type.name();
    }
    char* name = nullptr;
    char* message = nullptr;
    __get_exception_message(__cxa_current_primary_exception(), &name, &message);
    const CString owned_name{name, std::free};
    const CString owned_message{message, std::free};
    return message != nullptr ? std::string{name} + ": " + message : std::string{name};
}

}  // namespace

std::string describe_current_exception() noexcept {
    const std::type_info* const type =
        &__cxa_current_exception_type != nullptr ? __cxa_current_exception_type() : nullptr;
    if (type == nullptr) {
        return "terminate called without an active exception";
    }
    return "terminate called after throwing " + describe(*type);
}

}  // namespace micromegas::tracing::detail
