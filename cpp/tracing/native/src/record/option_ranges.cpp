#include <micromegas/tracing/detail/option_ranges.hpp>

#include "drops.hpp"

#include <limits>

#include <fmt/format.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// Of a few chunks.
constexpr std::size_t kLeastMemory = std::size_t{64} << 10;
constexpr std::size_t kMostBacktraceEntries = 1'000'000;
constexpr std::size_t kLeastBacktraceBytes = std::size_t{1} << 10;
constexpr std::size_t kMostBacktraceBytes = std::size_t{1} << 30;
/// Twice as much is a size, too.
constexpr std::size_t kMostMemory = std::numeric_limits<std::size_t>::max() / 4;

}  // namespace

std::string find_out_of_range(std::string_view option, std::uint64_t value, std::uint64_t least, std::uint64_t most,
                              std::string_view unit) {
    return value >= least && value <= most
               ? std::string{}
               : fmt::format("{} is {}{}; allowed is from {} to {}", option, value, unit, least, most);
}

std::string find_out_of_range(std::string_view option, std::chrono::milliseconds value,
                              std::chrono::milliseconds least) {
    return value >= least && value <= kLongestTime ? std::string{}
                                                   : fmt::format("{} is {} ms; allowed is from {} to {}", option,
                                                                 value.count(), least.count(), kLongestTime.count());
}

std::string find_out_of_range(const DispatchConfig& config) {
    struct Size {
        std::string_view option;
        std::size_t value;
        std::size_t least;
        std::size_t most;
        std::string_view unit = " bytes";
    };
    struct Time {
        std::string_view option;
        std::chrono::milliseconds value;
    };
    for (const Size& size : {
             // No server takes a larger block.
             Size{"DispatchConfig::logs_buffer_size", config.logs_buffer_size, 1, kMostEventBytes},
             Size{"DispatchConfig::metrics_buffer_size", config.metrics_buffer_size, 1, kMostEventBytes},
             Size{"DispatchConfig::threads_buffer_size", config.threads_buffer_size, 1, kMostEventBytes},
             Size{"DispatchConfig::memory_limit", config.memory_limit, kLeastMemory, kMostMemory},
             Size{"DispatchConfig::backtrace.entries", config.backtrace.entries, 0, kMostBacktraceEntries, ""},
             Size{"DispatchConfig::backtrace.bytes", config.backtrace.bytes, kLeastBacktraceBytes, kMostBacktraceBytes},
         }) {
        if (auto found = find_out_of_range(size.option, size.value, size.least, size.most, size.unit); !found.empty()) {
            return found;
        }
    }
    for (const Time& time : {
             Time{"DispatchConfig::flush_timeout", config.flush_timeout},
             Time{"DispatchConfig::shutdown_timeout", config.shutdown_timeout},
         }) {
        if (auto found = find_out_of_range(time.option, time.value, std::chrono::milliseconds{1}); !found.empty()) {
            return found;
        }
    }
    return {};
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
