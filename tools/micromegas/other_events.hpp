#pragma once

#include <micromegas/transit/value.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

namespace micromegas::tools {

/// Events that are neither a log entry, a metric, a span nor an image: those of other clients' streams, and of types
/// that this version does not know.
class OtherEvents {
public:
    /// A line with the event's time, type and members.
    [[nodiscard]] static std::string to_line(const transit::Object& event, std::chrono::system_clock::time_point time);
    [[nodiscard]] static nlohmann::ordered_json to_json(const transit::Object& event,
                                                        std::chrono::system_clock::time_point time);

    void add(const transit::Object& event) { ++counts_[std::string{event.type_name}]; }
    /// How many there are of each type.
    [[nodiscard]] std::string to_text() const;

private:
    std::map<std::string, std::size_t> counts_;
};

}  // namespace micromegas::tools
