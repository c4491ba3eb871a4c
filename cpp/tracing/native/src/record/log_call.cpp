#include <micromegas/tracing/detail/log_call.hpp>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

void log_literal(const LogMetadata& site) noexcept {
    if (site.message_is_literal && !is_wanted_at_once(site)) [[likely]] {
        record_fields<QueueKind::Logs>(LogRecord::Literal, &site, TimeStamp{});
    } else {
        log_deferrable(site);  // "{{}}" is to be formatted
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
