// The same with a width and a floating point number, which need code of {fmt}.
#include <micromegas/tracing.hpp>

#include <emscripten/bind.h>

#include <string>

namespace engine {
namespace {

int count_rows(const std::string& table) {
    const int rows = static_cast<int>(table.size()) * 100;
    MM_INFO("counted table {:>12}: {} rows, {:.1f} %", table, rows, 0.5 * rows);
    if (rows == 0) {
        MM_WARN("a table without a name");
    }
    return rows;
}

}  // namespace
}  // namespace engine

EMSCRIPTEN_BINDINGS(engine) { emscripten::function("countRows", &engine::count_rows); }
