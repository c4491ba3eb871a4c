#include <micromegas/tracing/calls.hpp>
#include <micromegas/tracing/log_streambuf.hpp>

#include <algorithm>
#include <utility>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

constexpr std::size_t kLongestLine = std::size_t{64} << 10;

}  // namespace

LogStreambuf::LogStreambuf(StreamOptions options) : options_(std::move(options)) {}

LogStreambuf::~LogStreambuf() {
    for (const Line& line : lines_) {
        log(line.text);
    }
}

LogStreambuf::int_type LogStreambuf::overflow(int_type character) {
    if (!traits_type::eq_int_type(character, traits_type::eof())) {
        const char text = traits_type::to_char_type(character);
        append({&text, 1});
    }
    return traits_type::not_eof(character);
}

std::streamsize LogStreambuf::xsputn(const char* text, std::streamsize size) {
    append({text, static_cast<std::size_t>(size)});
    return size;
}

int LogStreambuf::sync() {
    append("\n");
    return 0;
}

/// Logs without the lock: a formatter or a sink may write to the same stream.
void LogStreambuf::append(std::string_view text) {
    std::string complete;
    {
        const std::scoped_lock lock{mutex_};
        Line& line = line_of_this_thread();
        line.text += text;
        const std::size_t line_end = text.rfind('\n');
        std::size_t end = line_end == std::string_view::npos ? 0 : line.text.size() - text.size() + line_end + 1;
        if (line.text.size() - end >= kLongestLine) {
            end = line.text.size();
        }
        complete.assign(line.text, 0, end);
        line.text.erase(0, end);
        if (line.text.empty()) {
            std::swap(line, lines_.back());
            lines_.pop_back();
        }
    }
    for (std::string_view left = complete; !left.empty();) {
        const std::string_view line = left.substr(0, left.find('\n'));
        left.remove_prefix(std::min(line.size() + 1, left.size()));
        log(line);
    }
}

LogStreambuf::Line& LogStreambuf::line_of_this_thread() {
    const auto writer = std::this_thread::get_id();
    const auto known = std::ranges::find(lines_, writer, &Line::writer);
    return known != lines_.end() ? *known : lines_.emplace_back(Line{writer, {}});
}

void LogStreambuf::log(std::string_view line) const noexcept {
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    if (!line.empty()) {
        dispatch::log_interop({options_.level, "", options_.target, "", "", 0, MetadataLifetime::Transient}, line);
    }
}

StreamRedirect::StreamRedirect(std::ostream& stream, StreamOptions options)
    : stream_(stream), buffer_(std::move(options)), before_(stream.rdbuf()), flags_before_(stream.flags()) {
    stream_.flush();
    stream_.unsetf(std::ios_base::unitbuf);
    stream_.rdbuf(&buffer_);
}

StreamRedirect::~StreamRedirect() {
    if (stream_.rdbuf() == &buffer_) {
        stream_.rdbuf(before_);
    }
    stream_.setf(flags_before_, std::ios_base::unitbuf);
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
