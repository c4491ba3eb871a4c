#include "../utf8.hpp"
#include "reader.hpp"
#include "survey.hpp"

#include <fmt/format.h>
#include <micromegas/tracing.hpp>

namespace engine::csv {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_utf16(std::string_view bytes) { return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"); }

}  // namespace

Result<Text> Text::decode(std::string_view bytes) {
    if (is_utf16(bytes)) {
        return Error{"the file is UTF-16; save it as UTF-8"};
    }
    if (bytes.starts_with(kByteOrderMark)) {
        MM_TRACE("byte order mark skipped");
        bytes.remove_prefix(kByteOrderMark.size());
    }
    if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
        return Error{
            fmt::format("line {}: a NUL byte; this is not a text file", 1 + count_line_ends(bytes.substr(0, nul)))};
    }
    Text text;
    text.original_ = bytes;
    if (!is_valid_utf8(bytes)) {
        std::size_t replaced = 0;
        text.repaired_ = repair_utf8(bytes, replaced);
        MM_WARN("{} bytes are not UTF-8 and were replaced by U+FFFD; was the file saved in another encoding?",
                replaced);
    }
    return text;
}

}  // namespace engine::csv
