#pragma once

#include "escaped_text.hpp"

#include <string>
#include <string_view>

namespace micromegas::tools {

/// As in a line of log.
inline std::string printable(std::string_view text) {
    std::string shown;
    telemetry_sink::detail::append_printable(shown, text);
    return shown;
}

}  // namespace micromegas::tools
