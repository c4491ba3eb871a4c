#include "aligned_table.hpp"

#include "printable.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::ordered_json;

struct Column {
    std::string name;
    std::vector<std::string> cells;
    std::size_t width = 0;  // in characters
    bool is_numeric = true;
};

std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string cell_text(const Json& value) {
    if (value.is_string()) {
        return printable(value.get_ref<const std::string&>());
    }
    if (value.is_number_float()) {
        return fmt::format("{}", value.get<double>());  // 1.0 is "1", as in js/cell.js
    }
    return value.is_null() ? "NULL" : value.dump();
}

std::vector<Column> to_columns(const Json& rows) {
    std::vector<Column> columns;
    for (const auto& [name, value] : rows.front().items()) {
        columns.push_back({printable(name), {}, count_characters(printable(name)), true});
    }
    for (const Json& row : rows) {
        std::size_t i = 0;
        for (const auto& [name, value] : row.items()) {
            Column& column = columns[i++];
            column.cells.push_back(cell_text(value));
            column.width = std::max(column.width, count_characters(column.cells.back()));
            column.is_numeric = column.is_numeric && (value.is_number() || value.is_null());
        }
    }
    return columns;
}

void append_cell(std::string& line, const Column& column, std::string_view text) {
    const std::string padding(column.width - count_characters(text), ' ');
    line += line.empty() ? "" : "  ";
    line += column.is_numeric ? padding : "";
    line += text;
    line += column.is_numeric ? "" : padding;
}

void append_line(std::string& table, std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    table += line + '\n';
}

}  // namespace

std::string aligned_table(std::string_view json_rows) {
    const Json rows = Json::parse(json_rows);
    if (rows.empty()) {
        return "(no rows)\n";
    }
    const std::vector<Column> columns = to_columns(rows);
    std::string header;
    std::string rule;
    for (const Column& column : columns) {
        append_cell(header, column, column.name);
        append_cell(rule, column, std::string(column.width, '-'));
    }
    std::string table;
    append_line(table, std::move(header));
    append_line(table, std::move(rule));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::string line;
        for (const Column& column : columns) {
            append_cell(line, column, column.cells[row]);
        }
        append_line(table, std::move(line));
    }
    return table + fmt::format("({} row{})\n", rows.size(), rows.size() == 1 ? "" : "s");
}
