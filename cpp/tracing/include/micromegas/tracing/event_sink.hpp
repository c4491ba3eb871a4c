// Where events go. One definition on both platforms.
// Why: docs/decisions/0010-a-sink-says-what-it-asks-for.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/event_types.hpp>  // blocks and streams: one per platform
#include <micromegas/tracing/metadata.hpp>
#include <micromegas/tracing/process_info.hpp>
#include <micromegas/tracing/property_set.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The interest of a sink. The library formats and records only data that a sink asks for.
struct SinkInterest {
    /// `on_log` is called for entries up to this level, at once, by the thread that logs: it pays for the formatting
    /// and for the sink's work.
    LevelFilter text = LevelFilter::Off;
    /// `on_deferred_log` is called for entries up to this level, later, by the thread that collects: the one that logs
    /// pays the cost of a recorded entry. An entry at warn or above does not wait: it is passed on, with everything
    /// before it, before its call returns, or by a thread that is handing over and takes longer than 200 ms. On wasm
    /// there is no later: `on_log` is called at once.
    ///
    /// Most sinks ask for one of the two; an entry up to both levels is passed on in both ways.
    LevelFilter deferred_text = LevelFilter::Off;
    /// The sink may hold back entries of `on_log`: `on_deferred_logs_end` is called within 50 ms if a `FlushMonitor`
    /// runs, at every flush, before the process exits and when it crashes. Without effect on wasm.
    bool buffers_text = false;
    /// Logs, metrics, spans and images are recorded, and handed over in blocks. Without effect on wasm.
    bool blocks = false;
    /// `on_deferred_log` is told the names of threads.
    bool thread_names = false;
    /// `on_log` gets the time. On wasm, where JavaScript has to be asked for it, it is 0 unless some sink wants it;
    /// natively it is always set.
    bool time = true;

    /// Whether `on_deferred_logs_end` is called.
    [[nodiscard]] constexpr bool has_text_that_waits() const noexcept {
        return deferred_text != LevelFilter::Off || buffers_text;
    }

    friend bool operator==(const SinkInterest&, const SinkInterest&) = default;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN
/// The part of an interest that this platform supports.
constexpr SinkInterest for_this_platform(SinkInterest interest) noexcept {
    if constexpr (!kRecordsBlocks) {
        interest.text = interest.text < interest.deferred_text ? interest.deferred_text : interest.text;
        interest.deferred_text = LevelFilter::Off;
        interest.buffers_text = false;
        interest.blocks = false;
    }
    return interest;
}
MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Receives the events of a process.
///
/// Threads: `on_startup` and `on_shutdown` are called once each, `on_startup` by the thread that initialises; every
/// other function by any thread, several at a time, never with a lock of the library held. The functions of one
/// stream's blocks are called in the order of its blocks, one at a time.
///
/// Lifetimes: views and references are valid during the call. A `LogMetadata` whose `lifetime` is `Static` may be
/// remembered by its address. No call is under way on another thread once `shutdown_dispatch` has returned.
///
/// Re-entry: entries that a sink logs from inside one of these functions are ignored, and are not in `drop_counts()`,
/// so it neither deadlocks nor recurses.
///
/// Exceptions: none may leave a sink; the `noexcept` says so.
class EventSink {
public:
    EventSink() = default;
    EventSink(const EventSink&) = delete;
    EventSink& operator=(const EventSink&) = delete;
    virtual ~EventSink() = default;

    /// Asked once, before `on_startup`.
    [[nodiscard]] virtual SinkInterest interest() const noexcept = 0;

    virtual void on_startup(const std::shared_ptr<const ProcessInfo>& process) noexcept = 0;
    /// The last call: write out everything that is held back.
    virtual void on_shutdown() noexcept = 0;

    /// Whether this sink wants `on_log` or `on_deferred_log` for the call site. The process's filter has let it pass,
    /// and the level of `interest()` for this text.
    [[nodiscard]] virtual bool on_log_enabled(const LogMetadata& desc) noexcept = 0;
    /// An entry, formatted. `time` is in ticks of `now()`, if `interest().time`. `message` is UTF-8 as the
    /// program made it (it may hold NULs), and is `desc.fmt_str` itself, same address, where `desc.message_is_literal`.
    virtual void on_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                        std::string_view message) noexcept = 0;

    /// An entry that had to wait, as to `on_log`. Entries come in the order of their times; of two threads that log
    /// within microseconds, one that was interrupted meanwhile may come later. `thread` is the name of the thread that
    /// logged, if `interest().thread_names`. One call at a time. Never called on wasm.
    virtual void on_deferred_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                                 std::string_view message, std::string_view thread) noexcept = 0;
    /// Called after the last of a batch of deferred entries, and now and then without one: write out everything that is
    /// held back, also of `on_log`, which another thread may be in.
    virtual void on_deferred_logs_end() noexcept = 0;

    // Natively and if `interest().blocks`: see event_block.hpp. `EventStream::kind` distinguishes streams; later
    // versions may add kinds, so a sink ignores unknown ones.

    /// A stream is introduced before its first block.
    virtual void on_init_stream(const EventStream& stream) noexcept = 0;
    virtual void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept = 0;

    /// Whether the sink is behind with its work; a periodic flush then waits.
    [[nodiscard]] virtual bool is_busy() const noexcept = 0;
};

/// Asks for nothing and does nothing. A base for sinks that need a few of the functions; they ask by overriding
/// `interest`.
class NullEventSink : public EventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {}; }
    void on_startup(const std::shared_ptr<const ProcessInfo>&) noexcept override {}
    void on_shutdown() noexcept override {}
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
    void on_log(const LogMetadata&, std::span<const PropertyView>, std::int64_t, std::string_view) noexcept override {}
    /// Passes the entry to `on_log`, for a sink that treats both alike.
    void on_deferred_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                         std::string_view message, std::string_view /*thread*/) noexcept override {
        on_log(desc, properties, time, message);
    }
    void on_deferred_logs_end() noexcept override {}
    void on_init_stream(const EventStream&) noexcept override {}
    void on_process_block(const std::shared_ptr<const EventBlock>&) noexcept override {}
    [[nodiscard]] bool is_busy() const noexcept override { return false; }
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
