// Names of properties that a server's analytics takes for an event's own fields; decision 0030.
#pragma once

#include "record/records.hpp"

#include <micromegas/abi.hpp>

#include <string>
#include <string_view>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Whether one of them is `level` or `target`, in any case: a server would parse it, and lose the block, or show it
/// instead of the entry's own.
[[nodiscard]] bool replaces_fields_of_logs(PropertyBytes properties) noexcept;

/// The properties of a metric, with `name`, `target` and `unit` renamed to "property.name" and so on, as the metric has
/// fields of these names. In `storage`, if there is such a one.
[[nodiscard]] PropertyBytes with_names_for_metrics(PropertyBytes properties, std::string& storage);
/// The name that the program gave.
[[nodiscard]] std::string_view name_before_metrics(std::string_view name) noexcept;

/// Those, behind the name and the unit of a metric whose metadata has none: for a server they are the metric's. In
/// `storage`.
[[nodiscard]] PropertyBytes with_name_of_metric(std::string_view name, std::string_view unit, PropertyBytes properties,
                                                std::string& storage);

/// Integers in the unit "ticks" are taken for times by the processor's counter, and turned into seconds: "tick" then.
[[nodiscard]] std::string_view unit_for_metrics(std::string_view unit) noexcept;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
