#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing.hpp>

#include <utility>

namespace micromegas::tracing::testing::inline MICROMEGAS_ABI {

void RecordingSink::on_startup(const std::shared_ptr<const ProcessInfo>& process) noexcept {
    const std::lock_guard lock{mutex_};
    process_ = process;
    ++startups_;
}

void RecordingSink::on_shutdown() noexcept {
    const std::lock_guard lock{mutex_};
    ++shutdowns_;
}

void RecordingSink::on_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                           std::string_view message) noexcept {
    RecordedLog log{.level = desc.level,
                    .target = std::string{desc.target},
                    .message = std::string{message},
                    .module_path = std::string{desc.module_path},
                    .file = std::string{desc.file},
                    .line = desc.line,
                    .time = time,
                    .properties = {},
                    .types = {}};
    for (const PropertyView& property : properties) {
        log.properties.push_back({std::string{property.name}, to_text(property.value)});
        log.types.push_back(property.value.type());
    }
    const std::lock_guard lock{mutex_};
    logs_.push_back(std::move(log));
}

std::vector<RecordedLog> RecordingSink::logs() const {
    const std::lock_guard lock{mutex_};
    return logs_;
}

std::vector<std::string> RecordingSink::messages() const {
    const std::lock_guard lock{mutex_};
    std::vector<std::string> messages;
    messages.reserve(logs_.size());
    for (const RecordedLog& log : logs_) {
        messages.push_back(log.message);
    }
    return messages;
}

std::shared_ptr<const ProcessInfo> RecordingSink::process() const {
    const std::lock_guard lock{mutex_};
    return process_;
}

int RecordingSink::startups() const {
    const std::lock_guard lock{mutex_};
    return startups_;
}

int RecordingSink::shutdowns() const {
    const std::lock_guard lock{mutex_};
    return shutdowns_;
}

void RecordingSink::clear() {
    const std::lock_guard lock{mutex_};
    logs_.clear();
}

ScopedTracing::ScopedTracing(const Filter& filter)
    : filter_before_(current_filter()), error_(dispatch::init_event_dispatch({.filter = filter}, sink_)) {}

ScopedTracing::~ScopedTracing() {
    if (!error_) {
        dispatch::shutdown_dispatch();
        set_filter(std::move(filter_before_));
    }
}

}  // namespace micromegas::tracing::testing::inline MICROMEGAS_ABI
