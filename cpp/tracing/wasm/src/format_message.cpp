// The formatters of user types may throw, and a log call must not bring the module down. This library is built without
// C++ exceptions, and a module has those of WebAssembly, those of JavaScript or none: JavaScript catches them all.
#include "format_message.hpp"

#include <cstdlib>

namespace micromegas::tracing::detail {
namespace {

struct Work {
    fmt::memory_buffer& buffer;
    fmt::string_view format;
    fmt::format_args args;
};

void format(const Work& work) {
    // An appender: {fmt} writes through other iterators one character at a time.
    fmt::vformat_to(fmt::appender{work.buffer}, work.format, work.args);
}

bool has_user_type(const fmt::format_args& args) noexcept {
    for (int index = 0; const auto arg = args.get(index); ++index) {
        if (arg.type() == fmt::detail::type::custom_type) {
            return true;
        }
    }
    return false;
}

}  // namespace

extern "C" {

// library_micromegas_errors.js. Calls micromegas_format(work); returns null, or what was thrown, as text to be freed.
char* micromegas_js_try_format(const void* work);

void micromegas_format(const void* work) { format(*static_cast<const Work*>(work)); }

}  // extern "C"

FormattedMessage::FormattedMessage(std::string_view format_text, fmt::format_args args) noexcept {
    const Work work{buffer_, {format_text.data(), format_text.size()}, args};
    if (!has_user_type(args)) {
        format(work);
        return;
    }
    if (char* const problem = micromegas_js_try_format(&work)) {
        buffer_.clear();
        fmt::format_to(fmt::appender{buffer_}, "[cannot format \"{}\": {}]", format_text, problem);
        std::free(problem);
    }
}

}  // namespace micromegas::tracing::detail
