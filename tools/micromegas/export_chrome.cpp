// The JSON that chrome://tracing introduced and other viewers read.
#include "trace_writer.hpp"

#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace micromegas::tools {
namespace {

using nlohmann::ordered_json;

class ChromeWriter final : public TraceWriter {
public:
    explicit ChromeWriter(std::FILE* out) : out_(out) { put("{\"traceEvents\":[\n"); }

    void process(std::uint64_t number, const tracing::ProcessInfo& process) override {
        if (is_first_) {
            base_ = std::chrono::duration_cast<std::chrono::nanoseconds>(process.start_time.time_since_epoch()).count();
        }
        write({{"ph", "M"}, {"name", "process_name"}, {"pid", number}, {"args", {{"name", process.exe}}}});
    }
    void thread(TracePlace place, std::string_view name) override {
        write({{"ph", "M"},
               {"name", "thread_name"},
               {"pid", place.process},
               {"tid", place.thread},
               {"args", {{"name", name}}}});
    }
    void begin_span(TracePlace place, const tracing::SpanView& span, std::int64_t time) override {
        write({{"ph", "B"},
               {"name", span.name},
               {"cat", span.target},
               {"ts", microseconds(time)},
               {"pid", place.process},
               {"tid", place.thread},
               {"args", source(span.file, span.line)}});
    }
    void end_span(TracePlace place, std::string_view name, std::int64_t time,
                  std::span<const tracing::Property> properties) override {
        ordered_json event{
            {"ph", "E"}, {"name", name}, {"ts", microseconds(time)}, {"pid", place.process}, {"tid", place.thread}};
        if (!properties.empty()) {
            add(event["args"], properties);
        }
        write(event);
    }
    void begin_async(TracePlace place, const tracing::SpanView& span, std::int64_t time) override {
        write_async("b", place.process, span, time);
        write_flow("s", place, span, time);
    }
    void end_async(TracePlace place, const tracing::SpanView& span, std::int64_t time) override {
        write_flow("f", place, span, time);
        write_async("e", place.process, span, time);
    }
    void metric(std::uint64_t process, const tracing::MetricView& metric, std::int64_t time) override {
        write({{"ph", "C"},
               {"name", metric.name},
               {"ts", microseconds(time)},
               {"pid", process},
               {"args", {{metric.unit.empty() ? "value" : std::string{metric.unit}, metric.value}}}});
    }
    void log(std::uint64_t process, const tracing::LogView& log, std::int64_t time) override {
        ordered_json arguments = source(log.file, log.line);
        arguments["level"] = tracing::to_string(log.level);
        add(arguments, log.properties);
        write({{"ph", "i"},
               {"s", "p"},
               {"name", log.message},
               {"cat", log.target},
               {"ts", microseconds(time)},
               {"pid", process},
               {"args", std::move(arguments)}});
    }
    void finish() override { put("\n]}\n"); }

private:
    /// A whole trunk is one row: its id is that of the span that has no parent.
    void write_async(const char* phase, std::uint64_t process, const tracing::SpanView& span, std::int64_t time) {
        const auto parent = trunks_.find({process, span.parent_id});
        const std::uint64_t trunk = parent != trunks_.end() ? parent->second : span.id;
        const std::uint64_t id = trunks_.try_emplace({process, span.id}, trunk).first->second;
        ordered_json arguments = source(span.file, span.line);
        add(arguments, span.properties);
        write({{"ph", phase},
               {"name", span.name},
               {"cat", span.target},
               {"id", id},
               {"ts", microseconds(time)},
               {"pid", process},
               {"tid", 0},
               {"args", std::move(arguments)}});
    }
    /// From the thread span in which an async span begins to that in which it ends.
    void write_flow(const char* phase, TracePlace place, const tracing::SpanView& span, std::int64_t time) {
        write({{"ph", phase},
               {"bp", "e"},
               {"name", span.name},
               {"cat", span.target},
               {"id", fmt::format("{}.{}", place.process, span.id)},
               {"ts", microseconds(time)},
               {"pid", place.process},
               {"tid", place.thread}});
    }
    static void add(ordered_json& arguments, std::span<const tracing::Property> properties) {
        for (const tracing::Property& property : properties) {
            arguments[argument_name(property.name)] = property.value;
        }
    }
    static ordered_json source(std::string_view file, std::uint32_t line) {
        return file.empty() ? ordered_json::object() : ordered_json{{"file", file}, {"line", line}};
    }
    /// Since the first process began: as a number of JSON the epoch would leave no room for nanoseconds.
    [[nodiscard]] double microseconds(std::int64_t time) const noexcept {
        return static_cast<double>(time - base_) / 1e3;
    }
    void write(const ordered_json& event) {
        put(std::exchange(is_first_, false) ? "" : ",\n");
        put(event.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
    }
    void put(const std::string& text) { static_cast<void>(std::fwrite(text.data(), 1, text.size(), out_)); }

    std::FILE* out_;
    bool is_first_ = true;
    std::int64_t base_ = 0;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> trunks_;
};

}  // namespace

std::unique_ptr<TraceWriter> make_chrome_writer(std::FILE* out) { return std::make_unique<ChromeWriter>(out); }

}  // namespace micromegas::tools
