// Every type of event once or more, with values that are easy to get wrong.
#include "kinds.hpp"

#include <micromegas/tracing.hpp>
#include <micromegas/tracing/async.hpp>

#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include <pthread.h>

namespace server_test {
namespace {

namespace dispatch = micromegas::tracing::dispatch;
using micromegas::tracing::Level;
using micromegas::tracing::LogMetadata;
using micromegas::tracing::MetadataLifetime;
using micromegas::tracing::Property;
using micromegas::tracing::PropertySet;
using micromegas::tracing::TaskContext;

constexpr std::string_view kTarget = "server_test";

Json json(const PropertySet& properties) {
    Json object = Json::object();
    for (const Property& property : properties.properties()) {
        object[std::string{property.name}] = property.value;
    }
    return object;
}

void log_text(Journal& journal, std::string_view text) {
    MM_INFO("{}", text);
    journal.log(4, kTarget, text);
}

void log_levels(Journal& journal) {
    MM_FATAL("fatal {}", 1, MM_P("stack", "its own, as that of the call changes"));
    journal.log(1, kTarget, "fatal 1", {{"stack", "its own, as that of the call changes"}});
    MM_ERROR("error {}", 2.5);
    journal.log(2, kTarget, "error 2.5");
    MM_WARN("a warning as it stands in the source");
    journal.log(3, kTarget, "a warning as it stands in the source");
    MM_LOG("engine.net", Level::Info, "info {}", "text");
    journal.log(4, "engine.net", "info text");
    MM_DEBUG("braces {{}} {}", 'c');
    journal.log(5, kTarget, "braces {} c");
    MM_TRACE("trace");
    journal.log(6, kTarget, "trace");
}

void log_texts(Journal& journal) {
    log_text(journal, "");
    log_text(journal, "Grüße, 世界 🦀 \n\t\"quoted\" \\ \x1b[31m");
    log_text(journal, std::string_view{"before\0behind", 13});
    log_text(journal, std::string(300'000, 'x') + "ü");
}

void log_with_properties(Journal& journal, const PropertySet& properties) {
    MM_WARN_PROPS(properties, "{} properties", json(properties).size());
    journal.log(3, kTarget, fmt::format("{} properties", json(properties).size()), json(properties));
    MM_WARN_PROPS(properties, "properties beside a literal");
    journal.log(3, kTarget, "properties beside a literal", json(properties));
}

void log_own_properties(Journal& journal, const PropertySet& properties) {
    const std::string text = "ünï, 世界 \"quoted\"";
    MM_INFO("{} of its own", 5, MM_P("text", text), MM_P("int", std::numeric_limits<std::int64_t>::min()),
            MM_P("uint", std::numeric_limits<std::uint64_t>::max()), MM_P("float", 0.1F), MM_P("bool", true));
    journal.log(4, kTarget, "5 of its own",
                {{"text", text},
                 {"int", "-9223372036854775808"},
                 {"uint", "18446744073709551615"},
                 {"float", "0.1"},
                 {"bool", "true"}});
    MM_INFO_PROPS(properties, "of a set and its own", MM_P("own", -1));
    Json both = json(properties);
    both["own"] = "-1";
    journal.log(4, kTarget, "of a set and its own", both);
}

/// From outside C++: nothing of the call site is known when the program is compiled.
void log_interop(Journal& journal) {
    const std::string target = "script";
    const std::string message = "from a script: ü";
    const LogMetadata site{Level::Error, "", target, "", "", 0, MetadataLifetime::Transient};
    dispatch::log_interop(site, message);
    journal.log(2, target, message);
    const std::vector<Property> properties{{"file", "a.lua"}, {"level", "fatal"}};
    dispatch::log_interop(site, "with properties", properties);
    journal.log(2, target, "with properties", {{"file", "a.lua"}, {"level", "fatal"}});
}

void record_metrics(Journal& journal) {
    MM_IMETRIC("none", "count", 0);
    journal.metric(kTarget, "none", "count", 0);
    MM_IMETRIC("most", "bytes", std::numeric_limits<std::uint64_t>::max());
    journal.metric(kTarget, "most", "bytes", std::numeric_limits<std::uint64_t>::max());
    MM_FMETRIC("tenth", "ms", 0.1);
    journal.metric(kTarget, "tenth", "ms", 0.1);
    MM_FMETRIC("least", "µs", -std::numeric_limits<double>::max());
    journal.metric(kTarget, "least", "µs", -std::numeric_limits<double>::max());
    MM_FMETRIC("endless", "", std::numeric_limits<double>::infinity());
    journal.metric(kTarget, "endless", "", std::numeric_limits<double>::infinity());
    MM_FMETRIC("undefined", "", std::nan(""));
    journal.metric(kTarget, "undefined", "", std::nan(""));
    const PropertySet properties{{"table", "cities"}, {"größe", "ü"}};
    MM_IMETRIC_PROPS(properties, "tagged", "count", 7);
    journal.metric(kTarget, "tagged", "count", 7, json(properties));
    MM_FMETRIC_PROPS(properties, "tagged", "percent", 12.5);
    journal.metric(kTarget, "tagged", "percent", 12.5, json(properties));
    MM_IMETRIC("own", "count", 8, MM_P("table", "cities"), MM_P("rows", 3));
    journal.metric(kTarget, "own", "count", 8, {{"table", "cities"}, {"rows", "3"}});
    MM_FMETRIC_PROPS(properties, "own", "percent", 0.5, MM_P("table", "rivers"));
    journal.metric(kTarget, "own", "percent", 0.5, {{"table", "rivers"}, {"größe", "ü"}});
}

/// Names and a unit that a server takes for its own: docs/decisions/0030.
void record_reserved_names(Journal& journal) {
    log_with_properties(journal, {{"level", "warn"}, {"target", "elsewhere"}, {"other", "1"}});
    log_with_properties(journal, {{"Level", "fatal"}});
    const PropertySet properties{{"name", "other"}, {"unit", "s"}, {"target", "elsewhere"}};
    const Json renamed{{"property.name", "other"}, {"property.unit", "s"}, {"property.target", "elsewhere"}};
    MM_IMETRIC_PROPS(properties, "own name", "count", 1000);
    journal.metric(kTarget, "own name", "count", 1000, renamed);
    MM_IMETRIC("in ticks", "ticks", 1000);
    journal.metric(kTarget, "in ticks", "tick", 1000);
}

/// Opens a span and writes it down, on one line of the source.
#define JOURNALED(open, type, in, ...) \
    open;                              \
    const type MM_DETAIL_UNIQUE(journaled_) { in, __VA_ARGS__, __LINE__ }

void open_function_span(Journal& journal) { JOURNALED(MM_SPAN_FUNCTION(), JournalSpan, journal, __func__); }

void open_spans(Journal& journal) {
    JOURNALED(MM_SPAN_SCOPE("outer"), JournalSpan, journal, "outer");
    for (const std::string_view name : {"first ü", "further", "further"}) {
        JOURNALED(MM_SPAN_SCOPE("inner"), JournalSpan, journal, "inner");
        JOURNALED(MM_SPAN_NAMED(name), JournalSpan, journal, name);
    }
    open_function_span(journal);
}

void open_spans_with_properties(Journal& journal) {
    const std::string table = "ünï, 世界";
    MM_SPAN_VAR(span, "query", MM_P("table", table), MM_P("state", "begun"));
    const JournalSpan query{journal, "query", __LINE__ - 1, {{"table", table}, {"state", "done"}, {"rows", "-1"}}};
    span.set("rows", -1);
    span.set("state", "done");
    const std::string_view name = "named";
    MM_SPAN_NAMED(name, MM_P("ratio", 0.5));
    const JournalSpan named{journal, name, __LINE__ - 1, Json::object({{"ratio", "0.5"}})};
    MM_SPAN_DYNAMIC(table, MM_P("cached", true));
    const JournalSpan dynamic{journal, table, __LINE__ - 1, Json::object({{"cached", "true"}})};
    JOURNALED(MM_SPAN_SCOPE("without"), JournalSpan, journal, "without");
}

void open_async_spans_with_properties(Journal& journal) {
    MM_ASYNC_SPAN_VAR(span, "fetch", MM_P("url", "ü"));
    const Json properties{{"url", "ü"}, {"bytes", "18446744073709551615"}};
    const JournalAsyncSpan fetch{journal, "fetch", "", 0, __LINE__ - 2, properties};
    span.set("bytes", std::numeric_limits<std::uint64_t>::max());
    MM_ASYNC_SPAN_NAMED("parse", MM_P("rows", 3));
    const JournalAsyncSpan parse{journal, "parse", "fetch", 1, __LINE__ - 1, Json::object({{"rows", "3"}})};
}

void open_async_spans(Journal& journal, Journal& other) {
    JOURNALED(MM_ASYNC_SPAN("request"), JournalAsyncSpan, journal, "request", "", 0);
    std::thread worker{[&other, task = TaskContext{}]() mutable {
        pthread_setname_np(pthread_self(), "other");
        const TaskContext::Running running{task};
        JOURNALED(MM_ASYNC_SPAN("work"), JournalAsyncSpan, other, "work", "request", 1);
        JOURNALED(MM_ASYNC_SPAN_NAMED("leaf ü"), JournalAsyncSpan, other, "leaf ü", "work", 2);
    }};
    worker.join();
    JOURNALED(MM_ASYNC_SPAN("answer"), JournalAsyncSpan, journal, "answer", "request", 1);
}

void record_image(Journal& journal, std::string_view name, std::size_t size) {
    std::vector<std::byte> bytes(size);
    std::uint32_t number = 1;
    for (std::byte& byte : bytes) {
        number = number * 1'664'525 + 1'013'904'223;
        byte = static_cast<std::byte>(number >> 24);
    }
    dispatch::image(name, "png", bytes);
    journal.image(name, "png", bytes);
}

}  // namespace

void record_every_kind(Journal& journal, Journal& other) {
    log_levels(journal);
    log_texts(journal);
    log_with_properties(journal, {});
    log_with_properties(journal, {{"größe", "ü"}, {"empty", ""}, {"NUL", std::string_view{"a\0b", 3}}});
    log_own_properties(journal, {{"table", "cities"}, {"user", "ada"}});
    log_own_properties(journal, {{"level", "warn"}, {"user", "ada"}});
    log_interop(journal);
    record_metrics(journal);
    record_reserved_names(journal);
    open_spans(journal);
    open_async_spans(journal, other);
    open_spans_with_properties(journal);
    open_async_spans_with_properties(journal);
    record_image(journal, "small ü", 1000);
    record_image(journal, "empty", 0);
    record_image(journal, "large", 3'000'000);
}

void record_a_lot(Journal& journal, unsigned thread, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
        JOURNALED(MM_SPAN_SCOPE("round"), JournalSpan, journal, "round");
        MM_INFO("worker {} round {}", thread, i);
        journal.log(4, kTarget, fmt::format("worker {} round {}", thread, i));
        JOURNALED(MM_SPAN_SCOPE("step"), JournalSpan, journal, "step");
        const std::uint64_t value = thread * 1'000'000ULL + i;
        MM_IMETRIC("worker_round", "count", value);
        journal.metric(kTarget, "worker_round", "count", value);
    }
}

}  // namespace server_test
