#include "target_test.hpp"

namespace other_unit {
namespace {
// The same names as in target_test.cpp, in a namespace of its own.
std::string_view in_anonymous() { return MM_ENCLOSING_NAMESPACE(); }
}  // namespace

std::string_view target() { return MM_ENCLOSING_NAMESPACE(); }
std::string_view anonymous_target() { return in_anonymous(); }
std::string_view target_of_inline_function() { return shared::header::target_of_inline_function(); }
std::string_view target_of_template() { return shared::header::Template<int>::target(); }
extern "C" {
void c_function(std::string_view* target) { *target = MM_ENCLOSING_NAMESPACE(); }
}

}  // namespace other_unit

namespace a::b {
const void* name_in_other_unit() { return MM_ENCLOSING_NAMESPACE().data(); }
}  // namespace a::b

const void* other_unit::address_of_name() { return a::b::name_in_other_unit(); }
