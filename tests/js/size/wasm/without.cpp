// A small module of a user.
#include <emscripten/bind.h>

#include <string>

namespace {

int count_rows(const std::string& table) { return static_cast<int>(table.size()) * 100; }

}  // namespace

EMSCRIPTEN_BINDINGS(engine) { emscripten::function("countRows", &count_rows); }
