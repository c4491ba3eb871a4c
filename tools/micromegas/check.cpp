// Checks whether a server's analytics accepts the blocks of the files: the ingestion answers 200 to blocks that the
// analytics then loses.
#include "commands.hpp"
#include "recordings.hpp"

#include <micromegas/tracing/block_events.hpp>
#include <micromegas/tracing/detail/valid_utf8.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace micromegas::tools {
namespace {

using tracing::Uuid;
using transit::Object;

constexpr std::size_t kMostBodyBytes = std::size_t{100} << 20;
constexpr std::string_view kReserved = "micromegas.";

bool is_same(std::string_view name, std::string_view lower) {
    return std::ranges::equal(name, lower, {}, [](unsigned char c) { return std::tolower(c); });
}

/// The text of a message or a name is not UTF-8: a server loses the whole block.
bool has_bad_text(const std::vector<const Object*>& events) {
    std::set<const Object*> seen;
    std::vector<const Object*> left{events};
    std::string repaired;
    while (!left.empty()) {
        const Object* const object = left.back();
        left.pop_back();
        if (object == nullptr || !seen.insert(object).second) {
            continue;
        }
        for (const auto& [name, value] : object->members) {
            if (const auto* const text = std::get_if<std::string_view>(&value)) {
                repaired.clear();
                static_cast<void>(tracing::detail::valid_utf8(*text, repaired));
                if (!repaired.empty()) {
                    return true;
                }
            } else if (const auto* const other = std::get_if<const Object*>(&value)) {
                left.push_back(*other);
            }
        }
    }
    return false;
}

/// Of a thread, from block to block while none is missing.
struct SpanChain {
    std::vector<std::string> open;
    std::int64_t begin = 0;
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
};

struct StreamState {
    bool has_blocks = false;
    std::uint64_t next_offset = 0;
    std::int64_t end_ticks = 0;
    SpanChain chain;
};

class Checker {
public:
    explicit Checker(Problems& problems) : problems_(problems) {}

    void visit(const ReadBlock& block) {
        ++blocks_;
        events_ += block.parsed.events().size();
        check_process(block);
        check_block(block);
        StreamState& stream = streams_[block.stream.stream_id.bytes()];
        check_order(block, stream);
        check_events(block, stream.chain);
        stream.has_blocks = true;
        stream.next_offset = block.block.header.object_offset + block.block.header.object_count;
        stream.end_ticks = block.block.header.end.ticks;
    }
    [[nodiscard]] std::uint64_t blocks() const noexcept { return blocks_; }
    [[nodiscard]] std::uint64_t events() const noexcept { return events_; }

private:
    template <class... Arguments>
    void found(const ReadBlock& block, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        problems_.add(block.place(), fmt::format(format, std::forward<Arguments>(arguments)...));
    }

    void check_process(const ReadBlock& block) {
        const tracing::ProcessInfo& process = block.process;
        if (!processes_.insert(process.process_id.bytes()).second) {
            return;
        }
        for (const std::string_view text : {std::string_view{process.exe}, std::string_view{process.username},
                                            std::string_view{process.realname}, std::string_view{process.computer},
                                            std::string_view{process.distro}, std::string_view{process.cpu_brand}}) {
            const auto characters =
                std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
            if (characters > 255 || text.find('\0') != std::string_view::npos) {
                found(block,
                      "a text of its process is longer than 255 characters, or holds a NUL; a server fails at it");
            }
        }
        for (const tracing::Property& property : process.properties.properties()) {
            if (property.name.starts_with(kReserved)) {
                found(block, "its process has the property \"{}\", a name of the server's own", property.name);
            }
        }
    }

    void check_block(const ReadBlock& block) {
        const telemetry::BlockHeader& header = block.block.header;
        if (block.bytes > kMostBodyBytes) {
            found(block, "the block is {} bytes; a server refuses more than {}", block.bytes, kMostBodyBytes);
        }
        if (header.object_count != block.parsed.events().size()) {
            found(block, "the block says that it has {} events, and has {}", header.object_count,
                  block.parsed.events().size());
        }
        if (block.parsed.events().empty()) {
            found(block, "the block has no events; a server ignores it");
        }
        if (header.end.ticks < header.begin.ticks) {
            found(block, "the block ends before it begins");
        }
        const std::span<const Object* const> events = block.parsed.events();
        if (has_bad_text({events.begin(), events.end()})) {
            found(block, "a text in the block is not UTF-8; a server loses all of it");
        }
        constexpr std::array<std::string_view, 5> kTags{"log", "metrics", "cpu", "image", "net"};
        if (std::ranges::none_of(kTags, [&](std::string_view tag) { return block.has_tag(tag); })) {
            found(block, "the stream has none of the tags log, metrics, cpu, image and net; no view shows it");
        }
    }

    void check_order(const ReadBlock& block, StreamState& stream) {
        const telemetry::BlockHeader& header = block.block.header;
        const bool follows = stream.has_blocks && header.begin.ticks <= stream.end_ticks;
        if (stream.has_blocks && header.object_offset < stream.next_offset) {
            found(block, "the block's first event is number {} of its stream, which an earlier block has too",
                  header.object_offset);
        }
        if (stream.has_blocks && header.begin.ticks < stream.end_ticks) {
            found(block, "the block begins before the one before it in its stream ends");
        }
        if (!follows) {
            stream.chain = {};
            stream.chain.begin = header.begin.ticks;
        }
    }

    void check_events(const ReadBlock& block, SpanChain& chain) {
        std::map<std::string_view, std::size_t> unknown;
        for (const Object* const event : block.parsed.events()) {
            if (const auto log = tracing::as_log(*event)) {
                check_log(block, *event, *log);
            } else if (const auto metric = tracing::as_metric(*event)) {
                check_metric(block, *metric);
            } else if (const auto span = tracing::as_span(*event); span && !span->is_async) {
                check_span(block, *span, chain);
            } else if (!span && !tracing::as_image(*event) && !block.has_tag("net")) {
                ++unknown[event->type_name];
            }
        }
        for (const auto& [type, count] : unknown) {
            found(block,
                  "the block has events of the type {}, {} in all; a server that does not know it leaves them out",
                  type, count);
        }
    }

    void check_log(const ReadBlock& block, const Object& event, const tracing::LogView& log) {
        if (event.type_name == "TaggedLogInteropEvent") {
            return;  // of which no property is taken for a field
        }
        for (const tracing::Property& property : log.properties) {
            if (is_same(property.name, "level")) {
                found(block, "a log entry has the property \"{}\"; a server may lose the whole block", property.name);
            } else if (is_same(property.name, "target")) {
                found(block, "a log entry has the property \"{}\", which replaces its target", property.name);
            }
        }
    }

    void check_metric(const ReadBlock& block, const tracing::MetricView& metric) {
        if (metric.is_integer && metric.unit == "ticks") {
            found(block, "the metric {} has the unit ticks; a server turns it into seconds", metric.name);
        }
        if (metric.name.empty()) {
            return;  // its name and unit are properties on purpose
        }
        for (const tracing::Property& property : metric.properties) {
            if (is_same(property.name, "name") || is_same(property.name, "unit") || is_same(property.name, "target")) {
                found(block, "the metric {} has the property \"{}\", which replaces its own", metric.name,
                      property.name);
            }
        }
    }

    void check_span(const ReadBlock& block, const tracing::SpanView& span, SpanChain& chain) {
        const std::int64_t relative = span.time - block.process.start_ticks;
        if (relative < chain.begin || relative > block.block.header.end.ticks) {
            found(block, "the span {} lies outside of its chain of blocks; a server drops it", span.name);
        }
        if (span.time < chain.last) {
            found(block, "the span {} begins or ends before an event that was recorded before it", span.name);
        }
        chain.last = std::max(chain.last, span.time);
        if (span.is_begin) {
            chain.open.emplace_back(span.name);
        } else if (!chain.open.empty()) {
            if (chain.open.back() != span.name) {
                found(block, "the span {} ends while {} is open in it; a server refuses the partition", span.name,
                      chain.open.back());
            }
            chain.open.pop_back();
        }
    }

    Problems& problems_;
    std::uint64_t blocks_ = 0;
    std::uint64_t events_ = 0;
    std::set<Uuid::Bytes> processes_;
    std::map<Uuid::Bytes, StreamState> streams_;
};

}  // namespace

int check(const std::vector<std::string>& files) {
    Problems problems;
    Checker checker{problems};
    const bool are_open = read_files(
        files, [&](const ReadBlock& block) { checker.visit(block); }, problems);
    fmt::print("{} blocks, {} events, {} problems\n", checker.blocks(), checker.events(), problems.count());
    return are_open && problems.count() == 0 ? 0 : kFound;
}

}  // namespace micromegas::tools
