#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace engine::sql {

/// Returns the closest name in the list, if one is close enough.
std::optional<std::string> closest_name(std::string_view name, std::span<const std::string> names);

}  // namespace engine::sql
