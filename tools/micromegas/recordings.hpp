// Recording files, block by block, with everything that their events refer to.
#pragma once

#include <micromegas/telemetry/decode_items.hpp>
#include <micromegas/telemetry/recording.hpp>
#include <micromegas/transit/parse_block.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace micromegas::tools {

/// Problems with the files, one line each.
class Problems {
public:
    /// `place` is a file, or a place in it.
    void add(std::string_view place, std::string_view text);
    void add(const std::string& file, std::uint64_t offset, std::string_view text);
    /// Of no consequence for the exit code: a recording that was cut off is read as far as it goes.
    static void note(std::string_view place, std::string_view text);
    [[nodiscard]] std::size_t count() const noexcept { return count_; }

private:
    std::size_t count_ = 0;
};

/// A process's ticks to times.
class Clock {
public:
    Clock(const tracing::ProcessInfo& process, const telemetry::BlockHeader& block) noexcept;
    [[nodiscard]] std::chrono::system_clock::time_point at(std::int64_t ticks) const noexcept;
    [[nodiscard]] double nanoseconds_per_tick() const noexcept { return nanoseconds_per_tick_; }

private:
    std::int64_t ticks_;
    std::chrono::system_clock::time_point time_;
    double nanoseconds_per_tick_;
};

struct ReadBlock {
    const std::string& file;
    std::uint64_t offset;
    std::size_t bytes;  ///< Of the item.
    const tracing::ProcessInfo& process;
    const telemetry::StreamItem& stream;
    const telemetry::BlockItem& block;
    const transit::ParsedBlock& parsed;

    [[nodiscard]] Clock clock() const noexcept { return {process, block.header}; }
    [[nodiscard]] bool has_tag(std::string_view tag) const noexcept;
    [[nodiscard]] std::string_view property(std::string_view name) const noexcept;  ///< Of the stream.
    [[nodiscard]] std::string place() const;
};

class RecordingFile {
public:
    using Visit = std::function<void(const ReadBlock&)>;

    [[nodiscard]] static std::variant<RecordingFile, std::string> open(const std::string& path);

    /// Everything that is there and was not read yet.
    void read(const Visit& visit, Problems& problems);
    /// Problems: damaged or torn items, and losses before the file.
    void tell_of_gaps(Problems& problems) const;

    /// Its writer says that nothing follows: at all, or in this file.
    [[nodiscard]] bool has_ended() const noexcept { return reader_.end().has_value(); }
    [[nodiscard]] bool continues_elsewhere() const noexcept { return has_ended() && reader_.end()->continues; }
    [[nodiscard]] const std::map<tracing::Uuid::Bytes, tracing::ProcessInfo>& processes() const noexcept {
        return processes_;
    }
    [[nodiscard]] const std::map<tracing::Uuid::Bytes, telemetry::StreamItem>& streams() const noexcept {
        return streams_;
    }

private:
    explicit RecordingFile(telemetry::RecordingReader reader) noexcept : reader_(std::move(reader)) {}
    void read_block(const telemetry::RecordedItem& item, const Visit& visit, Problems& problems);

    telemetry::RecordingReader reader_;
    std::map<tracing::Uuid::Bytes, tracing::ProcessInfo> processes_;
    std::map<tracing::Uuid::Bytes, telemetry::StreamItem> streams_;
    std::unique_ptr<telemetry::BlockDecoder> decoder_ = std::make_unique<telemetry::BlockDecoder>();
};

/// Reads files one after the other. False if one of them cannot be opened.
[[nodiscard]] bool read_files(const std::vector<std::string>& paths, const RecordingFile::Visit& visit,
                              Problems& problems);

}  // namespace micromegas::tools
