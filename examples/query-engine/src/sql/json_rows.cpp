#include "json_rows.hpp"

#include "../column_names.hpp"
#include "json_value.hpp"

#include <fmt/format.h>
#include <micromegas/tracing.hpp>

namespace engine::sql {
namespace {

constexpr std::size_t kMaxJsonSize = std::size_t{256} << 20;

/// Encodes each name as the begin of a member: `"name":`.
std::vector<std::string> encode_keys(std::vector<std::string> names) {
    for (const RenamedColumn& column : make_names_unique(names)) {
        MM_WARN("column {} of the result is called \"{}\", because \"{}\" stands before it already", column.index + 1,
                column.to, column.from);
    }
    std::vector<std::string> keys;
    for (const std::string& name : names) {
        append_json(keys.emplace_back(), name);
        keys.back() += ':';
    }
    return keys;
}

/// The values of a column so far.
struct Seen {
    bool has_value = false;
    std::uint64_t infinite = 0;
};

void warn_of_dubious_columns(const std::vector<std::string>& names, const std::vector<Seen>& seen) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!seen[i].has_value) {
            MM_WARN("column {} of the result, \"{}\", is NULL in every row", i + 1, names[i]);
        }
        if (seen[i].infinite > 0) {
            MM_WARN("column {} of the result, \"{}\": {} infinite number{} shown as NULL", i + 1, names[i],
                    seen[i].infinite, seen[i].infinite == 1 ? " is" : "s are");
        }
    }
}

}  // namespace

Result<JsonRows> read_json_rows(Script& script) {
    MM_SPAN_FUNCTION();
    Statement& statement = script.statement();
    const std::vector<std::string> names = statement.column_names();
    const std::vector<std::string> keys = encode_keys(names);
    std::vector<Seen> seen(names.size());
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
            seen[i].has_value = seen[i].has_value || !statement.is_null(column);
            rows.json += i == 0 ? "" : ",";
            rows.json += keys[i];
            seen[i].infinite += append_json(rows.json, statement.value(column)) ? 0 : 1;
        }
        rows.json += '}';
        if (rows.json.size() > kMaxJsonSize) {
            return Error{fmt::format("the result is larger than {} MiB; a LIMIT would help", kMaxJsonSize >> 20)};
        }
    }
    rows.json += ']';
    if (rows.count > 0) {
        warn_of_dubious_columns(names, seen);
    }
    return rows;
}

}  // namespace engine::sql
