#include "text_delivery.hpp"

#include "call_sink.hpp"
#include "collector.hpp"
#include "format_message.hpp"
#include "merge_records.hpp"
#include "record/drops.hpp"
#include "record/quiet_lock.hpp"
#include "record/recording_thread.hpp"
#include "record/records.hpp"
#include "router_recorder.hpp"
#include "thread_list.hpp"

#include <micromegas/tracing/detail/gates.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

constexpr std::chrono::milliseconds kPeriod{25};
constexpr std::chrono::milliseconds kIdlePeriod{1000};  // an entry may have been on its way when it fell asleep
constexpr std::chrono::milliseconds kNever = std::chrono::hours{24};  // a session that begins wakes the sleeper
constexpr int kEmptyLooks = 40;
/// How long an entry that may not wait, does, for a thread that is handing over; it is then left to that one.
constexpr std::chrono::milliseconds kPatience{200};

/// Under the mutex of the helpers.
void set_gate(const DeferredTextState& text) noexcept {
    const auto out_of_line = text.is_asleep.load(std::memory_order_relaxed)
                                 ? text.deferred
                                 : std::min(text.deferred, text.may_not_wait.load());
    g_gates.text_level.store(std::max(text.at_once, out_of_line));
}

void fall_asleep(RecordingState& state) noexcept {
    const QuietLock lock{state.helper.mutex};
    if (state.text.is_wanted.load()) {
        state.text.is_asleep.store(true);
        set_gate(state.text);
    }
}

void ring(RecordingState& state) noexcept {
    const QuietLock lock{state.helper.mutex};
    if (state.text.is_asleep.exchange(false)) {
        set_gate(state.text);
        state.helper.text_came = true;
        state.helper.wake.notify_all();
    }
}

/// Passes on waiting entries at `exit`; later ones do not wait, as no thread may be left to pass them on.
void pass_on_at_exit() {
    RecordingState& state = recording_state();
    {
        const QuietLock lock{state.helper.mutex};
        if (!state.text.is_wanted.load()) {
            return;
        }
        state.text.may_not_wait.store(LevelFilter::Trace);
        set_gate(state.text);
    }
    collect({.text = true}, kPatience);
}

/// Passes one entry after the other on.
class TextDelivery {
public:
    TextDelivery(RecordingState& state, const Session& session) noexcept : state_(state), session_(session) {}

    void pass_on(const LogFields& record, std::string_view thread) {
        if (record.metadata != nullptr) {
            pass_on(*record.metadata, record, thread);
        } else {
            pass_on({record.level, "", record.target, "", record.file, record.line, MetadataLifetime::Transient},
                    record, thread);
        }
    }

    void pass_on(const LogMetadata& site, std::span<const PropertyView> properties, std::int64_t time,
                 std::string_view message, std::string_view thread) noexcept {
        call_sink(state_, session_,
                  [&](EventSink& sink) { sink.on_deferred_log(site, properties, time, message, thread); });
    }

    [[nodiscard]] bool is_wanted(const LogMetadata& site) const noexcept {
        bool is_enabled = false;
        if (allows(session_.interest.deferred_text, site.level)) {
            call_sink(state_, session_, [&](EventSink& sink) { is_enabled = sink.on_log_enabled(site); });
        }
        return is_enabled;
    }

    /// Nothing follows for now.
    void end() noexcept {
        call_sink(state_, session_, [](EventSink& sink) { sink.on_deferred_logs_end(); });
    }

private:
    /// Takes the message of a deferred call on its way.
    struct Message : DeferredText {
        Message(TextDelivery& to_, const LogMetadata& site_, std::int64_t time_, std::string_view thread_) noexcept
            : DeferredText{&pass}, to(to_), site(site_), time(time_), thread(thread_) {}

        static void pass(DeferredText& self, std::string_view format, fmt::format_args args) noexcept {
            const auto& message = static_cast<Message&>(self);
            message.to.pass_on(message.site, message.to.properties_, message.time,
                               FormattedMessage{format, args}.text(), message.thread);
        }

        TextDelivery& to;
        const LogMetadata& site;
        std::int64_t time;
        std::string_view thread;
    };

    void pass_on(const LogMetadata& site, const LogFields& record, std::string_view thread) {
        if (!is_wanted(site)) {
            return;
        }
        properties_.clear();
        std::string merged;
        merge_properties(record.properties, record.context, merged)
            .for_each([this](std::string_view name, const PropertyValue& value) {
                properties_.push_back({name, value});
            });
        if (record.format != nullptr) {
            Message message{*this, site, record.time, thread};
            record.format(record.args, site.fmt_str, &message);
        } else {
            const bool is_literal = record.type == LogRecord::Literal || record.type == LogRecord::LiteralTagged;
            pass_on(site, properties_, record.time, is_literal ? site.fmt_str : record.text, thread);
        }
    }

    RecordingState& state_;
    const Session& session_;
    std::vector<PropertyView> properties_;
};

void begin_at_blocks(ThreadRecorder& thread) {
    thread.text_read = thread.chain(QueueKind::Logs).read;
    thread.text_context = thread.chain(QueueKind::Logs).context;
}

}  // namespace

void begin_text(RecordingState& state, const Session& session) noexcept {
    if (session.interest.has_text_that_waits()) {
        static constinit std::atomic<bool> is_registered{false};
        if (!is_registered.exchange(true)) {
            static_cast<void>(std::atexit(pass_on_at_exit));
        }
        for (ThreadRecorder* thread = first_thread(state); thread != nullptr; thread = thread->next_thread) {
            begin_at_blocks(*thread);
        }
    }
    const QuietLock lock{state.helper.mutex};
    state.text.at_once = session.at_once;
    state.text.deferred = session.interest.deferred_text;
    state.text.is_wanted.store(session.interest.has_text_that_waits());
    state.text.is_asleep.store(false);
    set_gate(state.text);
    state.helper.text_came = true;
    state.helper.wake.notify_all();
}

void end_text(RecordingState& state) noexcept {
    const QuietLock lock{state.helper.mutex};
    state.text.is_wanted.store(false);
    state.text.is_asleep.store(false);
}

namespace {

/// Whether the collector has something to read there.
bool has_entries(ThreadRecorder& thread) noexcept {
    const ThreadRecorder::Chain& chain = thread.chain(QueueKind::Logs);
    return chain.cut != nullptr && chain.cut != thread.text_read.at;
}

}  // namespace

void pass_text_on(RecordingState& state, Session& session, const std::vector<ThreadRecorder*>& threads,
                  const ProcessContextHistory& process_context, const CollectUpTo& up_to) {
    std::vector<ThreadRecorder*> busy;
    for (ThreadRecorder* const thread : threads) {
        if (thread->text_read.chunk == nullptr) {
            begin_at_blocks(*thread);
        }
        if (has_entries(*thread)) {
            busy.push_back(thread);
        }
    }
    std::vector<std::string> names(busy.size());
    if (session.interest.thread_names) {
        std::ranges::transform(busy, names.begin(), [&](ThreadRecorder* thread) { return name_of(state, *thread); });
    }

    TextDelivery delivery{state, session};
    std::uint64_t seen = 0;
    const auto done_with = [&](RecordSource& source) {
        ThreadRecorder& thread = source.reader.thread();
        source.reader.keep_context();
        thread.text_read = source.reader.position();
        if (!session.interest.blocks) {
            state.pending_bytes[static_cast<std::size_t>(QueueKind::Logs)].fetch_sub(
                thread.release_until(thread.text_read, QueueKind::Logs, state.pool), std::memory_order_relaxed);
        }
    };
    const auto pass_on = [&](const LogFields& fields, std::size_t source) {
        delivery.pass_on(fields, names[source]);
        ++seen;
    };
    std::vector<RecordSource> sources;
    sources.reserve(busy.size());
    for (ThreadRecorder* const thread : busy) {
        sources.push_back({RecordReader{*thread,
                                        QueueKind::Logs,
                                        session.clock,
                                        up_to,
                                        {thread->text_context, process_context},
                                        thread->text_read,
                                        {}}});
    }
    if (sources.size() == 1) {  // nothing to put in order
        RecordSource& source = sources.front();
        while (!source.reader.is_at_end()) {
            source.read_part(session.clock, read_log,
                             [&](const std::byte*, const LogFields& fields) { pass_on(fields, 0); });
            done_with(source);
        }
    } else {
        merge_records(sources, session.clock, read_log, done_with, pass_on);
    }
    const std::size_t limit = state.memory_limit.load(std::memory_order_relaxed);
    tell_of_drops(state.drops.counts(), session.told_drops, limit, [&](std::string_view message) {
        if (delivery.is_wanted(drops_site())) {
            delivery.pass_on(drops_site(), {}, up_to.ticks, message, {});
        }
    });
    delivery.end();
    state.text.seen.fetch_add(seen, std::memory_order_relaxed);
}

void pass_on_if_it_may_not_wait(Level level) noexcept {
    RecordingState& state = recording_state();
    if (allows(state.text.may_not_wait.load(std::memory_order_relaxed), level)) {
        collect({.text = true}, kPatience);
    } else if (state.text.is_asleep.load(std::memory_order_relaxed)) {
        ring(state);
    }
}

void see_to_buffered_text() noexcept {
    DeferredTextState& text = recording_state().text;
    if (!text.is_buffered.load(std::memory_order_relaxed)) {  // threads share the cache line while none writes to it
        text.is_buffered.store(true, std::memory_order_relaxed);
    }
    if (text.may_not_wait.load(std::memory_order_relaxed) == LevelFilter::Trace) {  // the process exits
        collect({.text = true}, kPatience);
    } else if (text.is_asleep.load(std::memory_order_relaxed)) {
        ring(recording_state());
    }
}

std::chrono::milliseconds TextWatch::look() noexcept {
    RecordingState& state = recording_state();
    if (!state.text.is_wanted.load()) {
        return kNever;
    }
    const bool was_buffered =
        state.text.is_buffered.exchange(false);  // before: entries that come meanwhile are found at the next look
    collect({.text = true}, kNever);
    const std::uint64_t seen = state.text.seen.load(std::memory_order_relaxed);
    if (std::exchange(seen_, seen) != seen || was_buffered) {
        empty_looks_ = 0;
        return kPeriod;
    }
    if (state.text.is_asleep.load()) {
        return kIdlePeriod;
    }
    if (++empty_looks_ >= kEmptyLooks) {
        empty_looks_ = 0;
        fall_asleep(state);
    }
    return kPeriod;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
