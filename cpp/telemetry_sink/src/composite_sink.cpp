#include <micromegas/telemetry_sink/composite_sink.hpp>

#include <algorithm>

namespace micromegas::telemetry_sink {
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

void CompositeSink::on_log(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties,
                           std::int64_t time, std::string_view message) noexcept {
    for (const Member& member : members_) {
        if (wants(member.interest.text, *member.sink, desc)) {
            member.sink->on_log(desc, properties, time, message);
        }
    }
}

void CompositeSink::on_deferred_log(const tracing::LogMetadata& desc, std::span<const tracing::Property> properties,
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

template <class... Parameters, class... Arguments>
void CompositeSink::pass_to_block_sinks(void (tracing::EventSink::*function)(Parameters...) noexcept,
                                        const Arguments&... arguments) noexcept {
    for (const Member& member : members_) {
        if (member.interest.blocks) {
            (*member.sink.*function)(arguments...);
        }
    }
}

void CompositeSink::on_init_log_stream(const tracing::LogStream& stream) noexcept {
    pass_to_block_sinks(&EventSink::on_init_log_stream, stream);
}

void CompositeSink::on_process_log_block(const std::shared_ptr<const tracing::LogBlock>& block) noexcept {
    pass_to_block_sinks(&EventSink::on_process_log_block, block);
}

void CompositeSink::on_init_metrics_stream(const tracing::MetricsStream& stream) noexcept {
    pass_to_block_sinks(&EventSink::on_init_metrics_stream, stream);
}

void CompositeSink::on_process_metrics_block(const std::shared_ptr<const tracing::MetricsBlock>& block) noexcept {
    pass_to_block_sinks(&EventSink::on_process_metrics_block, block);
}

void CompositeSink::on_init_thread_stream(const tracing::ThreadStream& stream) noexcept {
    pass_to_block_sinks(&EventSink::on_init_thread_stream, stream);
}

void CompositeSink::on_process_thread_block(const std::shared_ptr<const tracing::ThreadBlock>& block) noexcept {
    pass_to_block_sinks(&EventSink::on_process_thread_block, block);
}

void CompositeSink::on_init_image_stream(const tracing::ImageStream& stream) noexcept {
    pass_to_block_sinks(&EventSink::on_init_image_stream, stream);
}

void CompositeSink::on_process_image_block(const std::shared_ptr<const tracing::ImageBlock>& block) noexcept {
    pass_to_block_sinks(&EventSink::on_process_image_block, block);
}

bool CompositeSink::is_busy() const noexcept {
    return std::ranges::any_of(members_, [](const Member& member) { return member.sink->is_busy(); });
}

}  // namespace micromegas::telemetry_sink
