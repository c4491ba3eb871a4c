#include "drops.hpp"

#include "format_message.hpp"

#include <micromegas/tracing/filter.hpp>

#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

const LogMetadata& drops_site() noexcept {
    static constinit const LogMetadata site{
        Level::Warn, "{} events were lost: {}", "micromegas.meta", "micromegas::tracing", __FILE__, __LINE__};
    return site;
}

void tell_of_drops(const DropCounts& counts, DropCounts& told, std::size_t memory_limit,
                   const std::function<void(std::string_view)>& tell) {
    const DropCounts before = std::exchange(told, counts);
    const auto tell_if_any = [&](std::uint64_t DropCounts::*count, std::string_view why) {
        const std::uint64_t lost = counts.*count - before.*count;
        if (lost != 0 && passes_filter(drops_site())) {
            tell(FormattedMessage{"{} events were lost: {}", fmt::make_format_args(lost, why)}.text());
        }
    };
    const FormattedMessage limit{
        "as many as DispatchConfig::memory_limit allows ({} bytes) were waiting to be handed over",
        fmt::make_format_args(memory_limit)};
    tell_if_any(&DropCounts::queue_full, limit.text());
    tell_if_any(&DropCounts::memory, "the system gave no memory");
    tell_if_any(&DropCounts::refused, "each was larger than a server takes");
    tell_if_any(&DropCounts::shutdown, "tracing ended without handing them over");
    tell_if_any(&DropCounts::interrupted, "a signal handler logged while its thread was recording");
    tell_if_any(&DropCounts::unpaired, "ends of spans whose begin was lost, or that ended in another order");
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
