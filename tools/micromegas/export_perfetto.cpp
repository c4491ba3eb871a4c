// Perfetto's protobuf, as https://github.com/google/perfetto/blob/main/protos/perfetto/trace has it.
#include "trace_writer.hpp"

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include <protozero/pbf_writer.hpp>

namespace micromegas::tools {
namespace {

using protozero::pbf_writer;

namespace packet {
constexpr protozero::pbf_tag_type kOfTrace = 1;
constexpr protozero::pbf_tag_type kTimestamp = 8;
constexpr protozero::pbf_tag_type kSequence = 10;
constexpr protozero::pbf_tag_type kTrackEvent = 11;
constexpr protozero::pbf_tag_type kSequenceFlags = 13;
constexpr protozero::pbf_tag_type kTrackDescriptor = 60;
}  // namespace packet

namespace track {
constexpr protozero::pbf_tag_type kUuid = 1;
constexpr protozero::pbf_tag_type kName = 2;
constexpr protozero::pbf_tag_type kProcess = 3;
constexpr protozero::pbf_tag_type kThread = 4;
constexpr protozero::pbf_tag_type kParent = 5;
constexpr protozero::pbf_tag_type kCounter = 8;
constexpr protozero::pbf_tag_type kProcessPid = 1;
constexpr protozero::pbf_tag_type kProcessName = 6;
constexpr protozero::pbf_tag_type kThreadPid = 1;
constexpr protozero::pbf_tag_type kThreadTid = 2;
constexpr protozero::pbf_tag_type kThreadName = 5;
constexpr protozero::pbf_tag_type kCounterUnitName = 6;
}  // namespace track

namespace event {
constexpr protozero::pbf_tag_type kAnnotation = 4;
constexpr protozero::pbf_tag_type kType = 9;
constexpr protozero::pbf_tag_type kTrack = 11;
constexpr protozero::pbf_tag_type kCategory = 22;
constexpr protozero::pbf_tag_type kName = 23;
constexpr protozero::pbf_tag_type kSource = 33;
constexpr protozero::pbf_tag_type kDoubleCounter = 44;
constexpr protozero::pbf_tag_type kFlow = 47;
constexpr protozero::pbf_tag_type kLastFlow = 48;
constexpr protozero::pbf_tag_type kAnnotationName = 10;
constexpr protozero::pbf_tag_type kAnnotationText = 6;
constexpr protozero::pbf_tag_type kSourceFile = 2;
constexpr protozero::pbf_tag_type kSourceLine = 4;

enum Type : std::int32_t { Begin = 1, End = 2, Instant = 3, Counter = 4 };
}  // namespace event

class PerfettoWriter final : public TraceWriter {
public:
    explicit PerfettoWriter(std::FILE* out) : out_(out) {}

    void process(std::uint64_t number, const tracing::ProcessInfo& process) override {
        const std::string_view path = process.exe;
        const std::string name{path.substr(path.rfind('/') + 1)};
        describe(processes_[number] = ++last_track_, [&](pbf_writer& descriptor) {
            pbf_writer inner{descriptor, track::kProcess};
            inner.add_int32(track::kProcessPid, static_cast<std::int32_t>(number));
            inner.add_string(track::kProcessName, name);
        });
        describe(logs_[number] = ++last_track_, [&](pbf_writer& descriptor) {
            descriptor.add_string(track::kName, "log");
            descriptor.add_uint64(track::kParent, processes_[number]);
        });
    }

    void thread(TracePlace place, std::string_view name) override {
        describe(threads_[{place.process, place.thread}] = ++last_track_, [&](pbf_writer& descriptor) {
            descriptor.add_uint64(track::kParent, processes_[place.process]);
            pbf_writer inner{descriptor, track::kThread};
            inner.add_int32(track::kThreadPid, static_cast<std::int32_t>(place.process));
            inner.add_int64(track::kThreadTid, static_cast<std::int64_t>(place.thread));
            inner.add_string(track::kThreadName, std::string{name});
        });
    }

    void begin_span(TracePlace place, const tracing::SpanView& span, std::int64_t time) override {
        begin(threads_[{place.process, place.thread}], span, time);
    }
    void end_span(TracePlace place, std::string_view /*name*/, std::int64_t time,
                  std::span<const tracing::Property> properties) override {
        add(threads_[{place.process, place.thread}], event::End, time,
            [&](pbf_writer& written) { annotate(written, properties); });
    }

    /// On a track of its own, under that of its parent, as async spans overlap. A flow leads to it from the thread that
    /// begins it, and from it to the thread that ends it; there each is an instant.
    void begin_async(TracePlace place, const tracing::SpanView& span, std::int64_t time) override {
        const std::uint64_t uuid = describe_async(place.process, span);
        add_instant(place, span, time, event::kFlow, uuid);
        add(uuid, event::Begin, time, [&](pbf_writer& written) {
            add_site(written, span);
            written.add_fixed64(event::kFlow, uuid);
        });
    }
    void end_async(TracePlace place, const tracing::SpanView& span, std::int64_t time) override {
        const std::uint64_t uuid = describe_async(place.process, span);
        add(uuid, event::End, time, [&](pbf_writer& written) { annotate(written, span.properties); });
        add_instant(place, span, time, event::kLastFlow, uuid);
    }

    void metric(std::uint64_t process, const tracing::MetricView& metric, std::int64_t time) override {
        const auto [place, is_new] =
            counters_.try_emplace({process, std::string{metric.name}, std::string{metric.unit}}, last_track_ + 1);
        if (is_new) {
            describe(++last_track_, [&](pbf_writer& descriptor) {
                descriptor.add_string(track::kName, std::string{metric.name});
                descriptor.add_uint64(track::kParent, processes_[process]);
                pbf_writer inner{descriptor, track::kCounter};
                inner.add_string(track::kCounterUnitName, std::string{metric.unit});
            });
        }
        add(place->second, event::Counter, time,
            [&](pbf_writer& written) { written.add_double(event::kDoubleCounter, metric.value); });
    }

    void log(std::uint64_t process, const tracing::LogView& log, std::int64_t time) override {
        add(logs_[process], event::Instant, time, [&](pbf_writer& written) {
            written.add_string(event::kCategory, std::string{log.target});
            written.add_string(event::kName, std::string{log.message});
            annotate(written, "level", tracing::to_string(log.level));
            annotate(written, log.properties);
            add_source(written, log.file, log.line);
        });
    }

    void finish() override {
        for (const auto& [place, track] : async_) {
            if (!track.is_described) {
                describe_async(track.uuid, "a span that is not in the recording", processes_[place.first]);
            }
        }
    }

private:
    template <class Fill>
    void write_packet(Fill fill) {
        data_.clear();
        pbf_writer trace{data_};
        {
            pbf_writer written{trace, packet::kOfTrace};
            written.add_uint32(packet::kSequence, 1);
            if (std::exchange(is_first_, false)) {
                written.add_uint32(packet::kSequenceFlags, 1);  // nothing is known from before
            }
            fill(written);
        }
        static_cast<void>(std::fwrite(data_.data(), 1, data_.size(), out_));
    }

    template <class Fill>
    void describe(std::uint64_t uuid, Fill fill) {
        write_packet([&](pbf_writer& written) {
            pbf_writer descriptor{written, packet::kTrackDescriptor};
            descriptor.add_uint64(track::kUuid, uuid);
            fill(descriptor);
        });
    }

    template <class Fill>
    void add(std::uint64_t uuid, event::Type type, std::int64_t time, Fill fill) {
        write_packet([&](pbf_writer& written) {
            written.add_uint64(packet::kTimestamp, static_cast<std::uint64_t>(time));
            pbf_writer inner{written, packet::kTrackEvent};
            inner.add_enum(event::kType, type);
            inner.add_uint64(event::kTrack, uuid);
            fill(inner);
        });
    }

    void begin(std::uint64_t uuid, const tracing::SpanView& span, std::int64_t time) {
        add(uuid, event::Begin, time, [&](pbf_writer& written) { add_site(written, span); });
    }

    void add_instant(TracePlace place, const tracing::SpanView& span, std::int64_t time, protozero::pbf_tag_type tag,
                     std::uint64_t uuid) {
        add(threads_[{place.process, place.thread}], event::Instant, time, [&](pbf_writer& written) {
            add_site(written, span);
            written.add_fixed64(tag, uuid);
        });
    }

    static void add_site(pbf_writer& written, const tracing::SpanView& span) {
        written.add_string(event::kCategory, std::string{span.target});
        written.add_string(event::kName, std::string{span.name});
        add_source(written, span.file, span.line);
    }

    static void annotate(pbf_writer& written, std::string_view name, std::string_view text) {
        pbf_writer annotation{written, event::kAnnotation};
        annotation.add_string(event::kAnnotationName, std::string{name});
        annotation.add_string(event::kAnnotationText, std::string{text});
    }

    static void annotate(pbf_writer& written, std::span<const tracing::Property> properties) {
        for (const tracing::Property& property : properties) {
            annotate(written, argument_name(property.name), property.value);
        }
    }

    static void add_source(pbf_writer& written, std::string_view file, std::uint32_t line) {
        if (!file.empty()) {
            pbf_writer source{written, event::kSource};
            source.add_string(event::kSourceFile, std::string{file});
            source.add_uint32(event::kSourceLine, line);
        }
    }

    struct AsyncTrack {
        std::uint64_t uuid = 0;
        bool is_described = false;
    };

    AsyncTrack& async_track(std::uint64_t process, std::uint64_t span) {
        AsyncTrack& track = async_[{process, span}];
        if (track.uuid == 0) {
            track.uuid = ++last_track_;
        }
        return track;
    }

    /// A child may be read before its parent, which another thread recorded.
    std::uint64_t describe_async(std::uint64_t process, const tracing::SpanView& span) {
        const std::uint64_t parent =
            span.parent_id != 0 ? async_track(process, span.parent_id).uuid : processes_[process];
        AsyncTrack& track = async_track(process, span.id);
        if (!std::exchange(track.is_described, true)) {
            describe_async(track.uuid, span.name, parent);
        }
        return track.uuid;
    }
    void describe_async(std::uint64_t uuid, std::string_view name, std::uint64_t parent) {
        describe(uuid, [&](pbf_writer& descriptor) {
            descriptor.add_string(track::kName, std::string{name});
            descriptor.add_uint64(track::kParent, parent);
        });
    }

    std::FILE* out_;
    std::string data_;
    bool is_first_ = true;
    std::uint64_t last_track_ = 0;
    std::map<std::uint64_t, std::uint64_t> processes_;
    std::map<std::uint64_t, std::uint64_t> logs_;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> threads_;
    std::map<std::pair<std::uint64_t, std::uint64_t>, AsyncTrack> async_;
    std::map<std::tuple<std::uint64_t, std::string, std::string>, std::uint64_t> counters_;
};

}  // namespace

std::unique_ptr<TraceWriter> make_perfetto_writer(std::FILE* out) { return std::make_unique<PerfettoWriter>(out); }

}  // namespace micromegas::tools
