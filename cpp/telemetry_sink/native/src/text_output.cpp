#include "text_output.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

using tracing::Level;
using tracing::LogMetadata;

constexpr std::chrono::milliseconds kPatience{200};
constexpr std::size_t kEnoughToWrite = std::size_t{64} << 10;

bool wants_colors(const TerminalOptions& options) noexcept {
    if (options.colors != Colors::Automatic) {
        return options.colors == Colors::Always;
    }
    const char* const no_color = std::getenv("NO_COLOR");  // https://no-color.org: any value but an empty one
    return (no_color == nullptr || *no_color == '\0') && isatty(options.descriptor) == 1;
}

std::string name_of_descriptor(int descriptor) {
    return descriptor == kStandardOutput  ? "standard output"
           : descriptor == kStandardError ? "standard error"
                                          : fmt::format("descriptor {}", descriptor);
}

}  // namespace

TextOutput::TextOutput(const TerminalOptions& options)
    : terminal_(options),
      format_(options.line, wants_colors(options) && !options.line.json),
      writer_(options.descriptor, name_of_descriptor(options.descriptor)) {}

TextOutput::TextOutput(const TextFileOptions& options)
    : file_(options), format_(options.line, false), writer_(-1, options.path) {
    if (options.max_files == 0 || options.max_files > kMostFiles) {
        error_ = std::make_error_code(std::errc::invalid_argument);
    } else {
        open_file();
    }
}

TextOutput::~TextOutput() {
    if (file_descriptor_ != -1) {
        static_cast<void>(close(file_descriptor_));
    }
}

std::unique_ptr<TextOutput> TextOutput::make_anew() const {
    return file_.path.empty() ? std::make_unique<TextOutput>(terminal_) : std::make_unique<TextOutput>(file_);
}

void TextOutput::add(const LogMetadata& desc, std::span<const tracing::PropertyView> properties, std::int64_t time,
                     const std::string_view& message, const std::string_view& thread, bool at_once) noexcept {
    const std::lock_guard lock{mutex_};
    append({desc, properties, clock_.at(time), message, thread});
    if (at_once || writer_.buffer().size() >= kEnoughToWrite) {
        flush_locked();
    }
}

void TextOutput::flush() noexcept {
    const std::lock_guard lock{mutex_};
    flush_locked();
}

void TextOutput::finish() noexcept {
    const std::lock_guard lock{mutex_};
    flush_locked();
    writer_.finish();
}

std::uint64_t TextOutput::lost_lines() noexcept {
    const std::lock_guard lock{mutex_};
    return writer_.lost_lines();
}

void TextOutput::append(const LineEntry& entry) {
    if (!writer_.has_room()) {
        return;
    }
    std::string& buffer = writer_.buffer();
    const std::size_t begin = buffer.size();
    format_.append(buffer, entry);
    const std::size_t size = buffer.size() - begin;
    if (file_.max_bytes != 0 && file_bytes_ != 0 && file_bytes_ + size > file_.max_bytes) {
        begin_next_file(begin);
    }
    file_bytes_ += size;
}

void TextOutput::flush_locked() noexcept {
    writer_.flush(kPatience);
    if (const std::uint64_t lost = writer_.take_news_of_lost_lines(); lost != 0) {
        const LogMetadata site{Level::Warn, "", "micromegas.meta", "", "", 0, tracing::MetadataLifetime::Transient};
        const std::string message = fmt::format("{} lines were lost here: {}", lost, writer_.problem());
        append({site, {}, std::chrono::system_clock::now(), message, {}});
        writer_.flush(kPatience);
    }
}

void TextOutput::begin_next_file(std::size_t line_begin) noexcept {
    if (!writer_.flush_until(line_begin, kPatience)) {
        return;  // the rest of this file is still to be written
    }
    const auto name = [this](unsigned number) {
        return number == 0 ? file_.path : fmt::format("{}.{}", file_.path, number);
    };
    for (unsigned number = file_.max_files - 1; number != 0; --number) {
        static_cast<void>(std::rename(name(number - 1).c_str(), name(number).c_str()));
    }
    if (file_.max_files == 1) {
        static_cast<void>(unlink(file_.path.c_str()));
    }
    const int before = file_descriptor_;
    open_file();
    if (file_descriptor_ != before && before != -1) {
        static_cast<void>(close(before));
    }
}

/// Where that fails, lines go on into the file that is open.
void TextOutput::open_file() noexcept {
    const int opened = open(file_.path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (opened == -1) {
        error_ = {errno, std::generic_category()};
        return;
    }
    struct stat status {};
    file_bytes_ =
        fstat(opened, &status) == 0 && S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
    file_descriptor_ = opened;
    writer_.use(opened);
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
