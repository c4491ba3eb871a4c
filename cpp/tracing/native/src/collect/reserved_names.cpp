#include "reserved_names.hpp"

#include "same_name.hpp"

#include <algorithm>
#include <array>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

constexpr std::string_view kPrefix = "property.";

/// Behind any number of prefixes, so that each name has one that is its own.
bool is_of_metrics(std::string_view name) noexcept {
    while (name.starts_with(kPrefix)) {
        name.remove_prefix(kPrefix.size());
    }
    constexpr std::array<std::string_view, 3> kNames{"name", "target", "unit"};
    return std::ranges::any_of(kNames, [&](std::string_view reserved) { return is_same_name(name, reserved); });
}

void append_text(std::string& bytes, std::string_view prefix, std::string_view text) {
    std::array<std::byte, sizeof(std::uint64_t)> size{};
    put(size.data(), std::uint64_t{prefix.size() + text.size()});
    bytes.append(reinterpret_cast<const char*>(size.data()), size.size()).append(prefix).append(text);
}

}  // namespace

bool replaces_fields_of_logs(PropertyBytes properties) noexcept {
    bool found = false;
    properties.for_each([&](std::string_view name, std::string_view) {
        found = found || is_same_name(name, "level") || is_same_name(name, "target");
    });
    return found;
}

PropertyBytes with_names_for_metrics(PropertyBytes properties, std::string& storage) {
    bool found = false;
    properties.for_each([&](std::string_view name, std::string_view) { found = found || is_of_metrics(name); });
    if (!found) {
        return properties;
    }
    properties.for_each([&](std::string_view name, std::string_view value) {
        append_text(storage, is_of_metrics(name) ? kPrefix : "", name);
        append_text(storage, "", value);
    });
    return {storage};
}

PropertyBytes with_name_of_metric(std::string_view name, std::string_view unit, PropertyBytes properties,
                                  std::string& storage) {
    append_text(storage, "", "name");
    append_text(storage, "", name);
    append_text(storage, "", "unit");
    append_text(storage, "", unit_for_metrics(unit));
    storage.append(properties.bytes);
    return {storage};
}

std::string_view name_before_metrics(std::string_view name) noexcept {
    return name.starts_with(kPrefix) && is_of_metrics(name) ? name.substr(kPrefix.size()) : name;
}

std::string_view unit_for_metrics(std::string_view unit) noexcept { return unit == "ticks" ? "tick" : unit; }

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
