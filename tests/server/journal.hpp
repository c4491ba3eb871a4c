// What the program records, in its own words: the truth that the server's rows are compared with. Nothing here uses the
// library.
#pragma once

#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

using Json = nlohmann::json;

/// Hexadecimal, two a byte.
inline std::string digits(std::span<const std::byte> bytes) {
    std::string text;
    for (const std::byte byte : bytes) {
        fmt::format_to(std::back_inserter(text), "{:02x}", static_cast<unsigned>(byte));
    }
    return text;
}

/// Of one thread.
class Journal {
public:
    explicit Journal(std::string_view thread) : thread_(thread) {}

    void log(int level, std::string_view target, std::string_view message, const Json& properties = Json::object()) {
        add("log", {{"level", level}, {"target", target}, {"msg", message}, {"properties", properties}});
    }
    /// `value` as text: JSON's numbers are no 64-bit integers.
    template <class Value>
    void metric(std::string_view target, std::string_view name, std::string_view unit, Value value,
                const Json& properties = Json::object()) {
        add("metric", {{"target", target},
                       {"name", name},
                       {"unit", unit},
                       {"value", fmt::to_string(value)},
                       {"properties", properties}});
    }
    void image(std::string_view name, std::string_view format, std::span<const std::byte> bytes) {
        add("image", {{"name", name}, {"format", format}, {"data", digits(bytes)}});
    }
    void begin(std::string_view name, int line, const Json& properties) {
        add("begin", {{"name", name}, {"line", line}, {"properties", properties}});
    }
    void end() { add("end", Json::object()); }
    /// Names of async spans are unique; `parent` is "" for a root.
    void begin_async(std::string_view name, std::string_view parent, int depth, int line, const Json& properties) {
        add("begin_async",
            {{"name", name}, {"parent", parent}, {"depth", depth}, {"line", line}, {"properties", properties}});
    }
    void end_async(std::string_view name) { add("end_async", {{"name", name}}); }

    [[nodiscard]] Json json() const { return {{"thread", thread_}, {"events", events_}}; }

private:
    void add(std::string_view kind, Json event) {
        event["kind"] = kind;
        events_.push_back(std::move(event));
    }

    std::string thread_;
    Json events_ = Json::array();
};

/// Ends just before the span that it stands behind. `properties` are those that the span has at its end.
class JournalSpan {
public:
    JournalSpan(Journal& journal, std::string_view name, int line, const Json& properties = Json::object())
        : journal_(journal) {
        journal.begin(name, line, properties);
    }
    JournalSpan(const JournalSpan&) = delete;
    ~JournalSpan() { journal_.end(); }
    JournalSpan& operator=(const JournalSpan&) = delete;

private:
    Journal& journal_;
};

class JournalAsyncSpan {
public:
    JournalAsyncSpan(Journal& journal, std::string_view name, std::string_view parent, int depth, int line,
                     const Json& properties = Json::object())
        : journal_(journal), name_(name) {
        journal.begin_async(name, parent, depth, line, properties);
    }
    JournalAsyncSpan(const JournalAsyncSpan&) = delete;
    ~JournalAsyncSpan() { journal_.end_async(name_); }
    JournalAsyncSpan& operator=(const JournalAsyncSpan&) = delete;

private:
    Journal& journal_;
    std::string_view name_;
};
