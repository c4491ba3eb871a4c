#include "statement.hpp"

namespace engine::sql {

Step Statement::step() noexcept {
    switch (sqlite3_step(handle_.get())) {
        case SQLITE_ROW:
            return Step::Row;
        case SQLITE_DONE:
            return Step::Done;
        default:
            return Step::Failed;
    }
}

void Statement::reset() noexcept {
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());
}

// A failure to bind, by lack of memory only, leaves NULL bound.
void Statement::bind_text(int parameter, std::string_view text) noexcept {
    sqlite3_bind_text64(handle_.get(), parameter, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind_value(int parameter, sqlite3_value* value) noexcept {
    sqlite3_bind_value(handle_.get(), parameter, value);
}

std::vector<std::string> Statement::column_names() const {
    std::vector<std::string> names;
    for (int column = 0; column < column_count(); ++column) {
        const char* const name = sqlite3_column_name(handle_.get(), column);
        names.emplace_back(name == nullptr ? "" : name);
    }
    return names;
}

std::string_view Statement::declared_type(int column) const noexcept {
    const char* const type = sqlite3_column_decltype(handle_.get(), column);
    return type == nullptr ? std::string_view{} : std::string_view{type};
}

std::string_view Statement::text(int column) const noexcept {
    const unsigned char* const text = sqlite3_column_text(handle_.get(), column);
    if (text == nullptr) {
        return {};
    }
    const int size = sqlite3_column_bytes(handle_.get(), column);
    return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

}  // namespace engine::sql
