// An inline function that both translation units of target_test use.
#pragma once

#include <micromegas/tracing.hpp>

#include <string_view>

namespace shared::header {

inline std::string_view target_of_inline_function() { return MM_ENCLOSING_NAMESPACE(); }

template <class T>
struct Template {
    static std::string_view target() { return MM_ENCLOSING_NAMESPACE(); }
};

inline void log_from_header() { MM_INFO("from the header"); }

}  // namespace shared::header

namespace other_unit {

std::string_view target();
std::string_view anonymous_target();
std::string_view target_of_inline_function();
std::string_view target_of_template();
const void* address_of_name();
extern "C" void c_function(std::string_view* target);

}  // namespace other_unit
