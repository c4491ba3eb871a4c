// The engine's functions for JavaScript. Every call returns { value } or { error }; js/query-engine.js throws the
// errors.
#include <engine/query_engine.hpp>
#include <engine/table_name.hpp>

#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <string>
#include <utility>

using emscripten::val;

namespace engine {
namespace {

val to_js(std::uint64_t count) { return val(static_cast<double>(count)); }
val to_js(std::string text) { return val(std::move(text)); }

val failure(const Error& error) {
    val object = val::object();
    object.set("error", error.message);
    return object;
}

template <class T>
val to_outcome(Result<T> result) {
    if (!result) {
        return failure(result.error());
    }
    val object = val::object();
    object.set("value", to_js(std::move(*result)));
    return object;
}

val to_outcome(const std::optional<Error>& error) { return error ? failure(*error) : val::object(); }

/// `bytes` is a Uint8Array, which embind converts to a std::string by one copy, without decoding.
val register_csv(QueryEngine& engine, const std::string& name, const std::string& bytes) {
    return to_outcome(engine.register_csv(name, bytes));
}
val execute(QueryEngine& engine, const std::string& sql) { return to_outcome(engine.execute(sql)); }
val execute_and_register(QueryEngine& engine, const std::string& name, const std::string& sql) {
    return to_outcome(engine.execute_and_register(name, sql));
}
val deregister(QueryEngine& engine, const std::string& name) { return to_outcome(engine.deregister(name)); }
val reset(QueryEngine& engine) { return to_outcome(engine.reset()); }

std::string suggest_table_name(const std::string& path) { return table_name_from_file(path); }

EMSCRIPTEN_BINDINGS(query_engine) {
    emscripten::class_<QueryEngine>("QueryEngine")
        .constructor<>()
        .function("registerCsv", &register_csv)
        .function("execute", &execute)
        .function("executeAndRegister", &execute_and_register)
        .function("deregister", &deregister)
        .function("reset", &reset);
    emscripten::function("tableNameFromFile", &suggest_table_name);
}

}  // namespace
}  // namespace engine
