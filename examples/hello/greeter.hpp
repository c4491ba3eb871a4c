#pragma once

#include <string>
#include <string_view>

namespace hello {

std::string greet(std::string_view name);

}  // namespace hello
