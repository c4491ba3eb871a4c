#include "format_message.hpp"

#include <iterator>

namespace micromegas::tracing::detail {

FormattedMessage::FormattedMessage(std::string_view format, fmt::format_args args) noexcept {
    fmt::vformat_to(std::back_inserter(buffer_), fmt::string_view{format.data(), format.size()}, args);
}

}  // namespace micromegas::tracing::detail
