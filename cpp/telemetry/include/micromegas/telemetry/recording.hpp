// A recording: the blocks of a process, in files. Each file has everything that its blocks need, and can be read up to
// the last whole item even if its writer crashed. docs/guide/recording.md describes the format.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/process_info.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

namespace micromegas::telemetry::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

struct RecordingOptions {
    /// A file, or a folder, in which the file is named "<program>-<process id>.mmrec". A file of an earlier run
    /// is renamed like a full one. If another process is writing it, the file is "<name>.<process id>.<ending>".
    std::string path;
    /// Before the file becomes larger it is renamed to "<path>.1", an existing "<path>.1" to "<path>.2", and so on.
    /// A block that is larger has a file of its own. 0: no limit.
    std::uint64_t max_bytes = std::uint64_t{256} << 20;
    unsigned max_files = 5;  ///< The number of files, including the current one; from 1 to 1000.
};

/// The kind of a recording's item: its first four bytes.
enum class RecordingItemKind : std::uint32_t {
    Process = 0x434F5250,  // "PROC"
    Stream = 0x4D525453,   // "STRM"
    Block = 0x4B434C42,    // "BLCK"
    End = 0x20444E45,      // "END ": the last
};

/// The last item of a file that was closed.
struct RecordingEnd {
    bool continues = false;  ///< In another file, as this one was full.
    // Losses until then.
    std::uint64_t lost_blocks = 0;
    std::uint64_t lost_events = 0;
};

/// Writes to the operating system at once: written data survives a crash of the process, but not of the machine. One
/// thread at a time.
class RecordingWriter {
public:
    explicit RecordingWriter(RecordingOptions options);
    ~RecordingWriter();
    RecordingWriter(const RecordingWriter&) = delete;
    RecordingWriter& operator=(const RecordingWriter&) = delete;

    /// Makes the file, before anything else. `invalid_argument` without a path, or with `max_files` out of its range.
    [[nodiscard]] std::error_code open();
    /// Of all blocks that follow.
    void begin_process(const tracing::ProcessInfo& process);
    /// Writes the item of the process, or of a stream and before it that of the process, if this file lacks it.
    [[nodiscard]] std::error_code write_process();
    [[nodiscard]] std::error_code write_stream(const tracing::EventStream& stream);
    /// Writes a block's item, and before it the items of its stream and process if this file lacks them. On an error
    /// the file ends with the last whole item, and the call can be repeated.
    [[nodiscard]] std::error_code write_block(const tracing::EventStream& stream, std::span<const std::byte> item);
    /// Marks the end of the recording as intended.
    [[nodiscard]] std::error_code close(const RecordingEnd& end);

    /// The path of the file, which may differ from the requested one.
    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    /// Of the file, up to the end of its last whole item.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

private:
    [[nodiscard]] std::error_code claim();
    [[nodiscard]] std::error_code begin_file();
    void begin_next_file();
    [[nodiscard]] std::error_code append(RecordingItemKind kind, std::span<const std::byte> body);
    [[nodiscard]] std::error_code append(std::span<const std::byte> head, std::span<const std::byte> body);
    void rename_files();
    void close_descriptor() noexcept;

    RecordingOptions options_;
    std::string path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::uint64_t full_at_ = 0;  // when the next file is begun; 0: never
    std::vector<std::byte> process_item_;
    bool has_process_ = false;                // this file
    std::set<tracing::Uuid::Bytes> streams_;  // of this file
    std::vector<std::byte> scratch_;
};

struct RecordedItem {
    RecordingItemKind kind;
    std::uint64_t offset = 0;         ///< Where it begins in the file.
    std::span<const std::byte> body;  ///< Valid until the next one is read.
};

/// Bytes of a file that are no whole item.
struct RecordingGap {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::string reason;
};

/// Reads a file, also while it is being written.
class RecordingReader {
public:
    /// Returns the reader, or one line that names the file and the error.
    [[nodiscard]] static std::variant<RecordingReader, std::string> open(std::string path);
    ~RecordingReader();
    RecordingReader(const RecordingReader&) = delete;
    RecordingReader& operator=(const RecordingReader&) = delete;
    RecordingReader(RecordingReader&& other) noexcept;
    RecordingReader& operator=(RecordingReader&& other) noexcept;

    /// The next whole item; nothing at the end, which may be another one later. Damaged parts are skipped.
    [[nodiscard]] std::optional<RecordedItem> next();

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    /// The damaged parts.
    [[nodiscard]] std::span<const RecordingGap> gaps() const noexcept { return gaps_; }
    /// The bytes after the last whole item; nothing if the file ends there.
    [[nodiscard]] const std::optional<RecordingGap>& torn_end() const noexcept { return torn_end_; }
    /// The writer's end mark; without one the writer still writes, or was killed.
    [[nodiscard]] const std::optional<RecordingEnd>& end() const noexcept { return end_; }

private:
    explicit RecordingReader(std::string path, int descriptor) noexcept;
    [[nodiscard]] bool read(std::uint64_t offset, std::span<std::byte> into) const noexcept;
    [[nodiscard]] std::uint64_t find_next_item(std::uint64_t from, std::uint64_t file_size);

    std::string path_;
    int descriptor_ = -1;
    std::uint64_t at_ = 0;
    std::vector<std::byte> body_;
    std::vector<RecordingGap> gaps_;
    std::optional<RecordingGap> torn_end_;
    std::optional<RecordingEnd> end_;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry::inline MICROMEGAS_ABI
