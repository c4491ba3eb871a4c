#include <micromegas/tracing/property_value.hpp>

#include <iterator>

#include <fmt/format.h>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

void append_text(std::string& to, const PropertyValue& value) {
    value.visit([&to](const auto& typed) {
        if constexpr (std::is_same_v<decltype(typed), const std::string_view&>) {
            to.append(typed);
        } else {
            fmt::format_to(std::back_inserter(to), "{}", typed);
        }
    });
}

std::string to_text(const PropertyValue& value) {
    std::string text;
    append_text(text, value);
    return text;
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
