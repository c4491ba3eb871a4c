#include <micromegas/telemetry_sink/composite_sink.hpp>

#include <algorithm>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

using tracing::LevelFilter;

bool wants(LevelFilter level, tracing::EventSink& sink, const tracing::LogMetadata& desc) noexcept {
    return tracing::allows(level, desc.level) && sink.on_log_enabled(desc);
}

}  // namespace

CompositeSink::CompositeSink(const std::vector<std::shared_ptr<tracing::EventSink>>& sinks) {
    for (const auto& sink : sinks) {
        members_.push_back({sink, tracing::detail::for_this_platform(sink->interest())});
    }
}

tracing::SinkInterest CompositeSink::interest() const noexcept {
    tracing::SinkInterest all{.time = false};
    for (const Member& member : members_) {
        const tracing::SinkInterest& one = member.interest;
        all.text = std::max(all.text, one.text);
        all.deferred_text = std::max(all.deferred_text, one.deferred_text);
        all.buffers_text = all.buffers_text || one.buffers_text;
        all.blocks = all.blocks || one.blocks;
        all.thread_names = all.thread_names || one.thread_names;
        all.time = all.time || (one.time && one.text != LevelFilter::Off);
    }
    return all;
}

void CompositeSink::on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept {
    for (const Member& member : members_) {
        member.sink->on_startup(process);
    }
}

void CompositeSink::on_shutdown() noexcept {
    for (const Member& member : members_) {
        member.sink->on_shutdown();
    }
}

bool CompositeSink::on_log_enabled(const tracing::LogMetadata& desc) noexcept {
    return std::ranges::any_of(members_, [&](const Member& member) {
        const auto most = std::max(member.interest.text, member.interest.deferred_text);
        return wants(most, *member.sink, desc);
    });
}

void CompositeSink::on_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                           std::int64_t time, std::string_view message) noexcept {
    for (const Member& member : members_) {
        if (wants(member.interest.text, *member.sink, desc)) {
            member.sink->on_log(desc, properties, time, message);
        }
    }
}

void CompositeSink::on_deferred_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                                    std::int64_t time, std::string_view message, std::string_view thread) noexcept {
    for (const Member& member : members_) {
        if (wants(member.interest.deferred_text, *member.sink, desc)) {
            member.sink->on_deferred_log(desc, properties, time, message, thread);
        }
    }
}

void CompositeSink::on_deferred_logs_end() noexcept {
    for (const Member& member : members_) {
        if (member.interest.has_text_that_waits()) {
            member.sink->on_deferred_logs_end();
        }
    }
}

void CompositeSink::on_init_stream(const tracing::EventStream& stream) noexcept {
    for (const Member& member : members_) {
        if (member.interest.blocks) {
            member.sink->on_init_stream(stream);
        }
    }
}

void CompositeSink::on_process_block(const std::shared_ptr<const tracing::EventBlock>& block) noexcept {
    for (const Member& member : members_) {
        if (member.interest.blocks) {
            member.sink->on_process_block(block);
        }
    }
}

bool CompositeSink::is_busy() const noexcept {
    return std::ranges::any_of(members_, [](const Member& member) { return member.sink->is_busy(); });
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
