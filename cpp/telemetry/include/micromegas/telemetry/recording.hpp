// A recording: what a process delivers, in files. Each file has everything that its blocks need, and is read up to the
// last whole item whatever happened to who wrote it. docs/guide/recording.md describes the format.
#pragma once

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

namespace micromegas::telemetry {

struct RecordingOptions {
    /// A file, or a folder, in which the file is named "<program>-<process id>.mmrec". What an earlier run left there
    /// is renamed as when the file is full. Where another process is writing it, the file is "<name>.<process
    /// id>.<ending>".
    std::string path;
    /// Before the file becomes larger it is renamed to "<path>.1", the one that had this name to "<path>.2", and so on.
    /// A block that is larger has a file of its own. 0: no limit.
    std::uint64_t max_bytes = std::uint64_t{256} << 20;
    unsigned max_files = 5;  ///< That are kept, with the one that is written; from 1 to 1000.
};

/// What an item of a recording is, as the four bytes that it begins with.
enum class RecordingItemKind : std::uint32_t {
    Process = 0x434F5250,  // "PROC"
    Stream = 0x4D525453,   // "STRM"
    Block = 0x4B434C42,    // "BLCK"
    End = 0x20444E45,      // "END ": the last
};

/// The last item of a file that was closed.
struct RecordingEnd {
    bool continues = false;  ///< In another file, as this one was full.
    // What was to be written until then, and was lost.
    std::uint64_t lost_blocks = 0;
    std::uint64_t lost_events = 0;
};

/// Writes to the operating system at once: what is written outlives the process, though not the machine. One thread at
/// a time.
class RecordingWriter {
public:
    explicit RecordingWriter(RecordingOptions options);
    ~RecordingWriter();
    RecordingWriter(const RecordingWriter&) = delete;
    RecordingWriter& operator=(const RecordingWriter&) = delete;

    /// Makes the file, before anything else.
    [[nodiscard]] std::error_code open();
    /// Of all blocks that follow.
    void begin_process(const tracing::ProcessInfo& process);
    /// Writes a block's item, before it whatever of its stream and process this file does not have yet. On an error the
    /// file ends with the last whole item, and the call can be repeated.
    [[nodiscard]] std::error_code write_block(const tracing::EventStream& stream, std::span<const std::byte> item);
    /// Says that the recording ends here on purpose.
    [[nodiscard]] std::error_code close(const RecordingEnd& end);

    /// Where it writes, which is not always where it was asked to.
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

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
    std::uint64_t size_ = 0;     // up to the end of the last whole item
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

/// Reads a file, also one that somebody is writing.
class RecordingReader {
public:
    /// Or one line that names the file and what is wrong.
    [[nodiscard]] static std::variant<RecordingReader, std::string> open(std::string path);
    ~RecordingReader();
    RecordingReader(const RecordingReader&) = delete;
    RecordingReader& operator=(const RecordingReader&) = delete;
    RecordingReader(RecordingReader&& other) noexcept;
    RecordingReader& operator=(RecordingReader&& other) noexcept;

    /// The next whole item; nothing at the end, which may be another one later. What is damaged is passed over.
    [[nodiscard]] std::optional<RecordedItem> next();

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    /// What was passed over.
    [[nodiscard]] std::span<const RecordingGap> gaps() const noexcept { return gaps_; }
    /// What follows the last whole item; nothing if the file ends there.
    [[nodiscard]] const std::optional<RecordingGap>& torn_end() const noexcept { return torn_end_; }
    /// As its writer said, if it came to say so: else it still writes, or was ended by force.
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

}  // namespace micromegas::telemetry
