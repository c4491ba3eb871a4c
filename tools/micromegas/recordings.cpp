#include "recordings.hpp"

#include <micromegas/tracing/block_parser.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

namespace micromegas::tools {
namespace {

using telemetry::DecodeError;
using telemetry::RecordingItemKind;

void print(std::string_view place, std::string_view text) { fmt::print(stderr, "{}: {}\n", place, text); }

/// Keeps a decoded item by its id, or tells why it cannot be decoded.
template <class Item, class Map>
void keep(std::variant<Item, DecodeError> decoded, tracing::Uuid Item::*id, Map& map, const std::string& file,
          std::uint64_t offset, Problems& problems) {
    if (const auto* const error = std::get_if<DecodeError>(&decoded)) {
        problems.add(file, offset, error->message);
        return;
    }
    auto& item = *std::get_if<Item>(&decoded);
    const tracing::Uuid key = item.*id;
    map.insert_or_assign(key.bytes(), std::move(item));
}

}  // namespace

void Problems::add(std::string_view place, std::string_view text) {
    ++count_;
    print(place, text);
}

void Problems::add(const std::string& file, std::uint64_t offset, std::string_view text) {
    add(fmt::format("{}, byte {}", file, offset), text);
}

void Problems::note(std::string_view place, std::string_view text) { print(place, text); }

Clock::Clock(const tracing::ProcessInfo& process, const telemetry::BlockHeader& block) noexcept
    : ticks_(process.start_ticks), time_(process.start_time) {
    if (process.tsc_frequency > 0) {
        nanoseconds_per_tick_ = 1e9 / static_cast<double>(process.tsc_frequency);
        return;
    }
    // Nobody knew how fast a tick is: as fast as the block's own two readings of both clocks say.
    const auto ticks = static_cast<double>(block.end.ticks) - static_cast<double>(block.begin.ticks);
    const auto time = std::chrono::duration_cast<std::chrono::nanoseconds>(block.end.time - block.begin.time);
    nanoseconds_per_tick_ = ticks > 0 && time.count() > 0 ? static_cast<double>(time.count()) / ticks : 1;
    ticks_ = static_cast<std::int64_t>(static_cast<std::uint64_t>(process.start_ticks) +
                                       static_cast<std::uint64_t>(block.begin.ticks));
    time_ = block.begin.time;
}

std::chrono::system_clock::time_point Clock::at(std::int64_t ticks) const noexcept {
    const double passed = (static_cast<double>(ticks) - static_cast<double>(ticks_)) * nanoseconds_per_tick_;
    constexpr double kMost = 4e18;  // half of the range of a time_point
    const double in_range = std::clamp(std::isnan(passed) ? 0 : passed, -kMost, kMost);
    const std::chrono::nanoseconds distance{static_cast<std::int64_t>(in_range)};
    const auto since_epoch = time_.time_since_epoch();
    const auto most = std::chrono::system_clock::duration::max();
    if (distance.count() > 0 ? since_epoch > most - distance : since_epoch < -most - distance) {
        return time_;
    }
    return time_ + distance;
}

bool ReadBlock::has_tag(std::string_view tag) const noexcept {
    return std::ranges::find(stream.tags, tag) != stream.tags.end();
}

std::string_view ReadBlock::property(std::string_view name) const noexcept {
    for (const tracing::Property& property : stream.properties.properties()) {
        if (property.name == name) {
            return property.value;
        }
    }
    return {};
}

std::string ReadBlock::place() const { return fmt::format("{}, byte {}", file, offset); }

std::variant<RecordingFile, std::string> RecordingFile::open(const std::string& path) {
    auto opened = telemetry::RecordingReader::open(path);
    if (auto* const error = std::get_if<std::string>(&opened)) {
        return std::move(*error);
    }
    return RecordingFile{std::move(*std::get_if<telemetry::RecordingReader>(&opened))};
}

void RecordingFile::read(const Visit& visit, Problems& problems) {
    while (const auto item = reader_.next()) {
        switch (item->kind) {
            case RecordingItemKind::Process:
                keep(telemetry::decode_process(item->body), &tracing::ProcessInfo::process_id, processes_,
                     reader_.path(), item->offset, problems);
                break;
            case RecordingItemKind::Stream:
                keep(telemetry::decode_stream(item->body), &telemetry::StreamItem::stream_id, streams_, reader_.path(),
                     item->offset, problems);
                break;
            case RecordingItemKind::Block:
                read_block(*item, visit, problems);
                break;
            case RecordingItemKind::End:
                break;
        }
    }
}

void RecordingFile::read_block(const telemetry::RecordedItem& item, const Visit& visit, Problems& problems) {
    const auto decoded = decoder_->decode(item.body);
    if (const auto* const error = std::get_if<DecodeError>(&decoded)) {
        problems.add(reader_.path(), item.offset, error->message);
        return;
    }
    const auto& block = *std::get_if<telemetry::BlockItem>(&decoded);
    const auto process = processes_.find(block.header.process_id.bytes());
    const auto stream = streams_.find(block.header.stream_id.bytes());
    if (process == processes_.end() || stream == streams_.end()) {
        problems.add(reader_.path(), item.offset, "a block of a process or a stream that is not in the file");
        return;
    }
    const auto parsed = tracing::parse_block({.dependencies_metadata = stream->second.dependencies_metadata,
                                              .objects_metadata = stream->second.objects_metadata,
                                              .dependencies = block.dependencies,
                                              .objects = block.objects});
    if (const auto* const error = std::get_if<transit::ParseError>(&parsed)) {
        problems.add(reader_.path(), item.offset, error->message);
        return;
    }
    visit({.file = reader_.path(),
           .offset = item.offset,
           .bytes = item.body.size(),
           .process = process->second,
           .stream = stream->second,
           .block = block,
           .parsed = *std::get_if<transit::ParsedBlock>(&parsed)});
}

void RecordingFile::tell_of_gaps(Problems& problems) const {
    for (const telemetry::RecordingGap& gap : reader_.gaps()) {
        problems.add(reader_.path(), gap.offset, fmt::format("{}; {} bytes are left out", gap.reason, gap.bytes));
    }
    if (const auto& torn = reader_.torn_end()) {
        Problems::note(fmt::format("{}, byte {}", reader_.path(), torn->offset),
                       fmt::format("{}; the last {} bytes are left out", torn->reason, torn->bytes));
    }
    const auto& end = reader_.end();
    if (!end) {
        Problems::note(reader_.path(), "the recording has no end: its program was ended by force, or still records");
    } else if (end->lost_events != 0) {
        Problems::note(reader_.path(), fmt::format("{} events were lost before they came to the file, in {} blocks",
                                                   end->lost_events, end->lost_blocks));
    }
}

bool read_files(const std::vector<std::string>& paths, const RecordingFile::Visit& visit, Problems& problems) {
    bool are_open = true;
    for (const std::string& path : paths) {
        auto opened = RecordingFile::open(path);
        if (const auto* const error = std::get_if<std::string>(&opened)) {
            problems.add("micromegas", *error);
            are_open = false;
            continue;
        }
        auto& file = *std::get_if<RecordingFile>(&opened);
        file.read(visit, problems);
        file.tell_of_gaps(problems);
    }
    return are_open;
}

}  // namespace micromegas::tools
