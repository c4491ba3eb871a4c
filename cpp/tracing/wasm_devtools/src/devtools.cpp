// Spans as measures on tracks of the browser's performance panel, metrics as log entries.
// Why: docs/decisions/0021-spans-in-the-performance-panel.md
#include <micromegas/tracing/detail/span_properties.hpp>
#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/time.hpp>

#include "merge_properties.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

extern "C" {

// library_micromegas_devtools.js. Milliseconds on the clock of the performance panel.
double micromegas_js_performance_now();
double micromegas_js_performance_origin();
// The ids are those of an async span, 0 of any other.
void micromegas_js_measure(const char* name, std::size_t name_size, const char* target, std::size_t target_size,
                           const char* file, std::size_t file_size, std::uint32_t line, double start_ms, double span_id,
                           double parent_span_id);
// One of the next measure.
void micromegas_js_span_property(const char* name, std::size_t name_size, const char* value, std::size_t value_size);

}  // extern "C"

namespace {

constexpr double kMicrosecondsPerMillisecond = 1000;

void measure(std::string_view name, const SpanLocation& location, double start_ms, std::uint64_t span_id = 0,
             std::uint64_t parent_span_id = 0) noexcept {
    micromegas_js_measure(name.data(), name.size(), location.target.data(), location.target.size(),
                          location.file.data(), location.file.size(), location.line, start_ms,
                          static_cast<double>(span_id), static_cast<double>(parent_span_id));
}

/// When the thread's open spans began; they end in reverse order.
std::vector<double>& open_spans() noexcept {
    static thread_local std::vector<double> starts;
    return starts;
}

void begin_span() noexcept { open_spans().push_back(micromegas_js_performance_now()); }

void end_span(std::string_view name, const SpanLocation& location) noexcept {
    if (open_spans().empty()) {
        return;
    }
    measure(name, location, open_spans().back());
    open_spans().pop_back();
}

/// When async spans began that are open, by their ids, in milliseconds since the epoch: one may end on another thread,
/// whose clock begins at another time.
class AsyncSpans {
public:
    [[nodiscard]] std::uint64_t begin() noexcept {
        const double now_ms = micromegas_js_performance_origin() + micromegas_js_performance_now();
        const std::scoped_lock lock{mutex_};
        starts_.emplace(++last_id_, now_ms);
        return last_id_;
    }

    void end(std::uint64_t id, std::uint64_t parent_id, std::string_view name, const SpanLocation& location) noexcept {
        std::unique_lock lock{mutex_};
        const auto open = starts_.extract(id);
        lock.unlock();
        if (open) {
            measure(name, location, open.mapped() - micromegas_js_performance_origin(), id, parent_id);
        }
    }

private:
    std::mutex mutex_;
    std::uint64_t last_id_ = 0;
    std::unordered_map<std::uint64_t, double> starts_;
};

AsyncSpans& async_spans() noexcept {
    static auto* const spans = new AsyncSpans;  // never destroyed: a span may end in a static destructor
    return *spans;
}

constinit thread_local detail::AsyncContext t_async_context;

/// At trace, as there are many.
void log_metric(const MetricMetadata& desc, std::string_view name, std::string_view unit, const PropertySet& set,
                const PropertyValue& value, std::span<const PropertyView> properties = {}) noexcept {
    const LogMetadata site{Level::Trace, "", desc.target, "", desc.file, desc.line, MetadataLifetime::Transient};
    if (!dispatch::log_enabled(site)) {
        return;
    }
    std::vector<PropertyView> all = detail::merge_properties(set, properties);
    all.push_back({"name", name});
    all.push_back({"unit", unit});
    all.push_back({"value", value});
    dispatch::log_interop(site, fmt::format("{} = {} {}", name, to_text(value), unit), all);
}
void log_metric(const MetricMetadata& desc, const PropertySet& set, const PropertyValue& value,
                std::span<const PropertyView> properties = {}) noexcept {
    log_metric(desc, desc.name, desc.unit, set, value, properties);
}

}  // namespace

/// In steps of 5 to 100 microseconds, on the same clock as the measures.
std::int64_t now() noexcept {
    return static_cast<std::int64_t>((micromegas_js_performance_origin() + micromegas_js_performance_now()) *
                                     kMicrosecondsPerMillisecond);
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

struct SpanPropertyList {
    std::vector<Property> properties;
};

void SpanProperties::set(std::string_view name, const PropertyValue& value) noexcept {
    if (list_ == nullptr) {
        list_ = new SpanPropertyList;
    }
    std::erase_if(list_->properties, [name](const Property& other) { return is_same_key(other.name, name); });
    list_->properties.push_back({std::string{name}, to_text(value)});
}

void SpanProperties::release() noexcept { delete list_; }

namespace {

void show(const SpanProperties& properties) noexcept {
    if (properties.list() != nullptr) {
        for (const auto& [name, value] : properties.list()->properties) {
            micromegas_js_span_property(name.data(), name.size(), value.data(), value.size());
        }
    }
}

}  // namespace

void end_scope_with(const SpanProperties& properties, const SpanMetadata& scope) noexcept {
    show(properties);
    dispatch::on_end_scope(scope);
}
void end_named_scope_with(const SpanProperties& properties, const SpanLocation& location,
                          std::string_view name) noexcept {
    show(properties);
    dispatch::on_end_named_scope(location, name);
}
void end_dynamic_scope_with(const SpanProperties& properties, const SpanLocation& location,
                            std::string_view name) noexcept {
    show(properties);
    dispatch::on_end_dynamic_scope(location, name);
}
void end_async_scope_with(const SpanProperties& properties, std::uint64_t span_id, std::uint64_t parent_span_id,
                          const SpanMetadata& scope, std::uint32_t depth) noexcept {
    show(properties);
    dispatch::on_end_async_scope(span_id, parent_span_id, scope, depth);
}
void end_async_named_scope_with(const SpanProperties& properties, std::uint64_t span_id, std::uint64_t parent_span_id,
                                const SpanLocation& location, std::string_view name, std::uint32_t depth) noexcept {
    show(properties);
    dispatch::on_end_async_named_scope(span_id, parent_span_id, location, name, depth);
}
void end_async_dynamic_scope_with(const SpanProperties& properties, std::uint64_t span_id, std::uint64_t parent_span_id,
                                  const SpanLocation& location, std::string_view name, std::uint32_t depth) noexcept {
    show(properties);
    dispatch::on_end_async_dynamic_scope(span_id, parent_span_id, location, name, depth);
}

AsyncContext thread_async_context() noexcept { return t_async_context; }
void set_thread_async_context(const AsyncContext& context) noexcept { t_async_context = context; }
void keyed_metric(const MetricMetadata& desc, const PropertySet& set, PropertyValue value,
                  std::span<const PropertyView> properties) noexcept {
    log_metric(desc, set, value, properties);
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {

void int_metric(const MetricMetadata& desc, std::uint64_t value) noexcept { log_metric(desc, {}, value); }
void float_metric(const MetricMetadata& desc, double value) noexcept { log_metric(desc, {}, value); }
void tagged_int_metric(const MetricMetadata& desc, const PropertySet& properties, std::uint64_t value) noexcept {
    log_metric(desc, properties, value);
}
void tagged_float_metric(const MetricMetadata& desc, const PropertySet& properties, double value) noexcept {
    log_metric(desc, properties, value);
}
void dynamic_int_metric(const MetricMetadata& desc, std::string_view name, std::string_view unit,
                        std::uint64_t value) noexcept {
    log_metric(desc, name, unit, {}, value);
}
void dynamic_float_metric(const MetricMetadata& desc, std::string_view name, std::string_view unit,
                          double value) noexcept {
    log_metric(desc, name, unit, {}, value);
}

void on_begin_scope(const SpanMetadata&) noexcept { begin_span(); }
void on_end_scope(const SpanMetadata& scope) noexcept { end_span(scope.name, scope.location); }
void on_begin_named_scope(const SpanLocation&, std::string_view) noexcept { begin_span(); }
void on_end_named_scope(const SpanLocation& location, std::string_view name) noexcept { end_span(name, location); }
void on_begin_dynamic_scope(const SpanLocation&, std::string_view) noexcept { begin_span(); }
void on_end_dynamic_scope(const SpanLocation& location, std::string_view name) noexcept { end_span(name, location); }

std::uint64_t on_begin_async_scope(const SpanMetadata&, std::uint64_t, std::uint32_t) noexcept {
    return async_spans().begin();
}
void on_end_async_scope(std::uint64_t span_id, std::uint64_t parent_span_id, const SpanMetadata& scope,
                        std::uint32_t) noexcept {
    async_spans().end(span_id, parent_span_id, scope.name, scope.location);
}
std::uint64_t on_begin_async_named_scope(const SpanLocation&, std::string_view, std::uint64_t, std::uint32_t) noexcept {
    return async_spans().begin();
}
void on_end_async_named_scope(std::uint64_t span_id, std::uint64_t parent_span_id, const SpanLocation& location,
                              std::string_view name, std::uint32_t) noexcept {
    async_spans().end(span_id, parent_span_id, name, location);
}
std::uint64_t on_begin_async_dynamic_scope(const SpanLocation&, std::string_view, std::uint64_t,
                                           std::uint32_t) noexcept {
    return async_spans().begin();
}
void on_end_async_dynamic_scope(std::uint64_t span_id, std::uint64_t parent_span_id, const SpanLocation& location,
                                std::string_view name, std::uint32_t) noexcept {
    async_spans().end(span_id, parent_span_id, name, location);
}

}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI
