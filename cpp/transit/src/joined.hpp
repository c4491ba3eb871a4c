#pragma once

#include <micromegas/abi.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {

inline std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) {
        text += part;
    }
    return text;
}

}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI
