#include "json_rows.hpp"

#include "../column_names.hpp"
#include "../utf8.hpp"

#include <fmt/format.h>
#include <micromegas/tracing.hpp>

namespace engine::sql {
namespace {

constexpr std::size_t kMaxJsonSize = std::size_t{256} << 20;

// SQLite writes the JSON. JSON knows neither BLOBs nor infinity.
constexpr std::string_view kEncoderSql =
    "SELECT json_quote(CASE typeof(?1) WHEN 'blob' THEN hex(?1)"
    " WHEN 'real' THEN CASE WHEN abs(?1) = 9e999 THEN NULL ELSE ?1 END ELSE ?1 END)";

class JsonEncoder {
public:
    explicit JsonEncoder(Statement statement) noexcept : statement_(std::move(statement)) {}

    void append(std::string& json, sqlite3_value* value) {
        statement_.bind_value(1, value);
        append_result(json);
    }
    void append(std::string& json, std::string_view text) {
        statement_.bind_text(1, text);
        append_result(json);
    }

private:
    void append_result(std::string& json) {
        const bool has_row = statement_.step() == Step::Row;
        const std::string_view text = has_row ? statement_.text(0) : "null";
        if (is_valid_utf8(text)) {
            json += text;
        } else {  // made by SQL, such as CAST(x'ff' AS TEXT)
            std::size_t replaced = 0;
            json += repair_utf8(text, replaced);
        }
        statement_.reset();
    }

    Statement statement_;
};

/// Each as it begins a member of an object: `"name":`.
std::vector<std::string> encode_keys(JsonEncoder& encoder, std::vector<std::string> names) {
    for (const RenamedColumn& column : make_names_unique(names)) {
        MM_WARN("column {} of the result is called \"{}\", because \"{}\" stands before it already", column.index + 1,
                column.to, column.from);
    }
    std::vector<std::string> keys;
    for (const std::string& name : names) {
        encoder.append(keys.emplace_back(), name);
        keys.back() += ':';
    }
    return keys;
}

void warn_of_empty_columns(const std::vector<std::string>& names, const std::vector<bool>& has_value) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!has_value[i]) {
            MM_WARN("column {} of the result, \"{}\", is NULL in every row", i + 1, names[i]);
        }
    }
}

}  // namespace

Result<JsonRows> read_json_rows(const Connection& connection, Script& script) {
    MM_SPAN_FUNCTION();
    auto encoder_statement = connection.prepare(kEncoderSql);
    if (!encoder_statement) {
        return std::move(encoder_statement.error());
    }
    JsonEncoder encoder{std::move(*encoder_statement)};
    Statement& statement = script.statement();
    const std::vector<std::string> names = statement.column_names();
    const std::vector<std::string> keys = encode_keys(encoder, names);
    std::vector<bool> has_value(names.size());
    JsonRows rows;
    rows.json = "[";
    while (true) {
        const Step step = statement.step();
        if (step == Step::Failed) {
            return script.error();
        }
        if (step == Step::Done) {
            break;
        }
        rows.json += rows.count++ == 0 ? "{" : ",\n{";
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const int column = static_cast<int>(i);
            has_value[i] = has_value[i] || !statement.is_null(column);
            rows.json += i == 0 ? "" : ",";
            rows.json += keys[i];
            encoder.append(rows.json, statement.value(column));
        }
        rows.json += '}';
        if (rows.json.size() > kMaxJsonSize) {
            return Error{fmt::format("the result is larger than {} MiB; a LIMIT would help", kMaxJsonSize >> 20)};
        }
    }
    rows.json += ']';
    if (rows.count > 0) {
        warn_of_empty_columns(names, has_value);
    }
    return rows;
}

}  // namespace engine::sql
