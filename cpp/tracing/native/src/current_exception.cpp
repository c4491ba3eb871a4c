// Built with exceptions, to inspect the thrown one.
#include "current_exception.hpp"

#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/valid_utf8.hpp>
#include <micromegas/tracing/stack_trace.hpp>

#include <cxxabi.h>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

std::string demangle(const char* name) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> text{abi::__cxa_demangle(name, nullptr, nullptr, &status),
                                                           &std::free};
    return status == 0 ? text.get() : name;
}

std::string describe_current_exception() {
    const std::exception_ptr thrown = std::current_exception();
    if (thrown == nullptr) {
        return "terminate called without an active exception";
    }
    const std::type_info* const type = abi::__cxa_current_exception_type();
    std::string text = "terminate called after throwing ";
    text += type != nullptr ? demangle(type->name()) : "a foreign exception";
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& exception) {
        std::string repaired;
        text.append(": ").append(valid_utf8(exception.what(), repaired));
    } catch (...) {  // its type is all that can be said
    }
    return text;
}

}  // namespace

void log_current_exception(const LogMetadata& site) noexcept {
    const Property stack{"stack", stack_trace()};
    dispatch::log_interop(site, describe_current_exception(), std::span{&stack, 1});
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
