// {fmt} and the formatters of user types may fail, and a log call must not bring the module down. This library is built
// without C++ exceptions, and a module has those of WebAssembly, those of JavaScript or none: JavaScript catches all.
#include "format_message.hpp"

#include "format_entry.hpp"
#include "plain_message.hpp"

#include <cstdlib>
#include <memory>

namespace micromegas::tracing::detail {
namespace {

struct Work {
    fmt::memory_buffer& buffer;
    fmt::string_view format;
    fmt::format_args args;
};

}  // namespace

extern "C" {

// library_micromegas_errors.js. Calls micromegas_format(work); returns null, or what was thrown, as text to be freed.
char* micromegas_js_try_format(const Work* work);

void micromegas_format(const Work* work) { format_entry(work->buffer, work->format, work->args); }

}  // extern "C"

FormattedMessage::FormattedMessage(std::string_view format, fmt::format_args args) noexcept {
    if (format_plain_message(buffer_, format, args)) {
        return;
    }
    const Work work{buffer_, {format.data(), format.size()}, args};
    if (const std::unique_ptr<char, decltype(&std::free)> problem{micromegas_js_try_format(&work), std::free}) {
        buffer_.clear();
        for (const std::string_view part : {std::string_view{"[cannot format \""}, format, std::string_view{"\": "},
                                            std::string_view{problem.get()}, std::string_view{"]"}}) {
            buffer_.append(part.data(), part.data() + part.size());
        }
    }
}

}  // namespace micromegas::tracing::detail
