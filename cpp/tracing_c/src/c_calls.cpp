// The functions that the macros of <micromegas/tracing.h> call.
#include <micromegas/tracing.h>
#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/detail/filter_gate.hpp>
#include <micromegas/tracing/property_value.hpp>
#include <micromegas/tracing/spans.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tracing = micromegas::tracing;
namespace dispatch = micromegas::tracing::dispatch;

namespace {

/// A call of C that logs leaves `errno` as it was.
class KeptErrno {
public:
    KeptErrno() = default;
    ~KeptErrno() { errno = value_; }
    KeptErrno(const KeptErrno&) = delete;
    KeptErrno& operator=(const KeptErrno&) = delete;

private:
    int value_ = errno;
};

std::string_view or_empty(const char* text) noexcept { return text != nullptr ? text : ""; }

/// As the target of a call in the global namespace of C++.
std::string_view target_of(const char* target, std::string_view file) noexcept {
    if (target != nullptr) {
        return target;
    }
    file.remove_prefix(file.find_last_of("/\\") + 1);  // npos + 1 is 0
    return file.substr(0, file.rfind('.'));
}

/// The C++ half of a call site. It lives as long as the call site, a static.
template <class Metadata, class Make>
Metadata& cached(void*& cache, Make make) noexcept {
    void* known = __atomic_load_n(&cache, __ATOMIC_ACQUIRE);
    if (known == nullptr) {
        Metadata* const made = make();
        if (__atomic_compare_exchange_n(&cache, &known, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
            return *made;
        }
        delete made;  // another thread was first
    }
    return *static_cast<Metadata*>(known);
}

const tracing::LogMetadata& metadata_of(mmc_log_site& site) noexcept {
    return cached<tracing::LogMetadata>(site.cache, [&site] {
        const std::string_view file = or_empty(site.file);
        const std::string_view format = or_empty(site.format);
        auto* const made = new tracing::LogMetadata{
            static_cast<tracing::Level>(site.level), format, target_of(site.target, file), {}, file, site.line};
        made->message_is_literal = made->message_is_literal && format.find('%') == std::string_view::npos;
        return made;
    });
}

const tracing::MetricMetadata& metadata_of(mmc_metric_site& site) noexcept {
    return cached<tracing::MetricMetadata>(site.cache, [&site] {
        const std::string_view file = or_empty(site.file);
        return new tracing::MetricMetadata{.name = or_empty(site.name),
                                           .unit = or_empty(site.unit),
                                           .target = target_of(site.target, file),
                                           .file = file,
                                           .line = site.line};
    });
}

const tracing::SpanMetadata& metadata_of(mmc_span_site& site, const char* name) noexcept {
    return cached<tracing::SpanMetadata>(site.cache, [&site, name] {
        const std::string_view file = or_empty(site.file);
        return new tracing::SpanMetadata{
            .name = or_empty(name),
            .location = {.target = target_of(site.target, file), .module_path = {}, .file = file, .line = site.line}};
    });
}

tracing::PropertyValue to_value(const mmc_property& property) noexcept {
    switch (property.type) {
        case MMC_TYPE_INT:
            return property.value.as_int;
        case MMC_TYPE_UINT:
            return property.value.as_uint;
        case MMC_TYPE_DOUBLE:
            return property.value.as_double;
        case MMC_TYPE_BOOL:
            return property.value.as_bool;
        case MMC_TYPE_TEXT:
            return std::string_view{property.value.text, property.text_size};
        default:
            return "(a type that this version of micromegas does not know)";
    }
}

std::vector<tracing::PropertyView> to_views(const mmc_properties& given) {
    std::vector<tracing::PropertyView> properties;
    properties.reserve(given.count);
    for (const mmc_property& property : std::span{given.data, given.count}) {
        properties.push_back({or_empty(property.key), to_value(property)});
    }
    return properties;
}

tracing::PropertySet to_set(const mmc_properties& given) {
    std::vector<tracing::Property> properties;
    properties.reserve(given.count);
    for (const auto& [name, value] : to_views(given)) {
        properties.push_back({std::string{name}, tracing::to_text(value)});
    }
    return tracing::PropertySet{properties};
}

/// Without the sorting of a `PropertySet`, which entries keep as they are.
void log_text(const tracing::LogMetadata& desc, std::string_view message, const mmc_properties& properties) noexcept {
    if (properties.count == 0) {
        dispatch::log_interop(desc, message);
    } else {
        dispatch::log_interop(desc, message, to_views(properties));
    }
}

constexpr std::size_t kShortMessage = 512;

void log_formatted(mmc_log_site& site, const mmc_properties& properties, const char* format, va_list args) noexcept {
    const KeptErrno kept;
    const tracing::LogMetadata& desc = metadata_of(site);
    if (desc.message_is_literal) {
        log_text(desc, desc.fmt_str, properties);
        return;
    }
    va_list again;
    va_copy(again, args);
    std::array<char, kShortMessage> text{};
    const int size = std::vsnprintf(text.data(), text.size(), format, args);
    if (size < 0) {  // such as a wide text that the locale cannot write
        log_text(desc, desc.fmt_str, properties);
    } else if (static_cast<std::size_t>(size) < text.size()) {
        log_text(desc, {text.data(), static_cast<std::size_t>(size)}, properties);
    } else {
        std::string long_text(static_cast<std::size_t>(size), '\0');
        std::vsnprintf(long_text.data(), long_text.size() + 1, format, again);
        log_text(desc, long_text, properties);
    }
    va_end(again);
}

template <class Value>
void record_metric(mmc_metric_site& site, const mmc_properties& properties, Value value,
                   void (*untagged)(const tracing::MetricMetadata&, Value) noexcept,
                   void (*tagged)(const tracing::MetricMetadata&, const tracing::PropertySet&, Value) noexcept) {
    const KeptErrno kept;
    const tracing::MetricMetadata& desc = metadata_of(site);
    if (properties.count == 0) {
        untagged(desc, value);
    } else {
        tagged(desc, to_set(properties), value);
    }
}

}  // namespace

extern "C" {

bool mmc_passes(mmc_log_site* site) noexcept {
    return tracing::detail::passes_gate(static_cast<tracing::Level>(site->level)) &&
           tracing::detail::passes_filter(metadata_of(*site));
}

bool mmc_log_enabled(mmc_log_site* site) noexcept {
    return mmc_passes(site) && dispatch::log_enabled(metadata_of(*site));
}

void mmc_log(mmc_log_site* site, const char* format, ...) noexcept {
    va_list args;
    va_start(args, format);
    log_formatted(*site, {}, format, args);
    va_end(args);
}

void mmc_log_props(mmc_log_site* site, mmc_properties properties, const char* format, ...) noexcept {
    va_list args;
    va_start(args, format);
    log_formatted(*site, properties, format, args);
    va_end(args);
}

void mmc_log_message(int32_t level, const char* target, const char* file, uint32_t line, const char* message,
                     size_t message_size, mmc_properties properties) noexcept {
    const KeptErrno kept;
    const auto known = static_cast<tracing::Level>(std::clamp<int32_t>(level, MMC_LEVEL_FATAL, MMC_LEVEL_TRACE));
    if (!tracing::detail::passes_gate(known)) {
        return;
    }
    const tracing::LogMetadata desc{
        known, "", or_empty(target), "", or_empty(file), line, tracing::MetadataLifetime::Transient};
    log_text(desc, {message, message_size}, properties);
}

bool mmc_metrics_enabled() noexcept { return dispatch::metrics_enabled(); }

void mmc_int_metric(mmc_metric_site* site, mmc_properties properties, uint64_t value) noexcept {
    record_metric<std::uint64_t>(*site, properties, value, dispatch::int_metric, dispatch::tagged_int_metric);
}

void mmc_float_metric(mmc_metric_site* site, mmc_properties properties, double value) noexcept {
    record_metric<double>(*site, properties, value, dispatch::float_metric, dispatch::tagged_float_metric);
}

mmc_span mmc_span_begin(mmc_span_site* site, const char* name) noexcept {
    const tracing::detail::SpanSession session = tracing::detail::span_session();
    if (session == 0) {
        return {};
    }
    const tracing::SpanMetadata& scope = metadata_of(*site, name);
    dispatch::on_begin_scope(scope);
    return {.site = site, .session = session};
}

void mmc_span_end(mmc_span* span) noexcept {
    if (span->site != nullptr &&
        tracing::detail::is_current(static_cast<tracing::detail::SpanSession>(span->session))) {
        dispatch::on_end_scope(metadata_of(*static_cast<mmc_span_site*>(span->site), nullptr));
    }
    *span = {};
}

}  // extern "C"
