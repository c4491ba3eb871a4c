#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace engine::sql {

/// The name in the list that `name` was probably meant to be, if one is close enough.
std::optional<std::string> closest_name(std::string_view name, std::span<const std::string> names);

}  // namespace engine::sql
