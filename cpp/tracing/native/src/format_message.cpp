// Built with exceptions: {fmt} and the formatters of user types may throw, and a log call must not bring the program
// down.
#include "format_message.hpp"

#include "plain_message.hpp"

#include <exception>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

FormattedMessage::FormattedMessage(std::string_view format, fmt::format_args args) noexcept {
    if (format_plain_message(buffer_, format, args)) {
        return;
    }
    const char* problem = "unknown exception";
    try {
        fmt::vformat_to(fmt::appender{buffer_}, fmt::string_view{format.data(), format.size()}, args);
        return;
    } catch (const std::exception& exception) {
        problem = exception.what();
        buffer_.clear();
        fmt::format_to(fmt::appender{buffer_}, "[cannot format \"{}\": {}]", format, problem);
    } catch (...) {
        buffer_.clear();
        fmt::format_to(fmt::appender{buffer_}, "[cannot format \"{}\": {}]", format, problem);
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
