#pragma once

#include "column_profile.hpp"

#include <engine/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace engine::csv {

/// The results of a first reading of the whole text.
struct Survey {
    std::vector<ColumnProfile> columns;
    std::uint64_t rows = 0;
};

/// CSV text that can be read: valid UTF-8, without a byte order mark.
class Text {
public:
    /// An error if the bytes are not text in UTF-8 or close to it. Single bad bytes are replaced, with a warning.
    static Result<Text> decode(std::string_view bytes);

    [[nodiscard]] std::string_view view() const noexcept { return repaired_.empty() ? original_ : repaired_; }

private:
    std::string_view original_;
    std::string repaired_;
};

/// Reads all of it: names the columns, counts the rows, finds the types, and checks that each row has as many fields as
/// the header has columns. Logs a warning for suspicious data that can be read nevertheless.
Result<Survey> survey(std::string_view text);

}  // namespace engine::csv
