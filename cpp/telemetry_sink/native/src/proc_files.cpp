#include "proc_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

using Buffer = std::array<char, 4096>;

/// The beginning of a file, as much as fits; empty where there is none.
std::string_view read_file(const char* path, Buffer& buffer) noexcept {
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return {};
    }
    const ssize_t size = read(file, buffer.data(), buffer.size());
    static_cast<void>(close(file));
    return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

/// Takes the next number off the text; 0 where there is none.
std::uint64_t take_number(std::string_view& text) noexcept {
    text.remove_prefix(std::min(text.find_first_of("0123456789"), text.size()));
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return error == std::errc{} ? number : 0;
}

/// Of a line "key:   123 kB".
std::uint64_t find_bytes(std::string_view text, std::string_view key) noexcept {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) {
        return 0;
    }
    text.remove_prefix(at + key.size());
    return take_number(text) * 1024;
}

}  // namespace

MachineMemory read_machine_memory() noexcept {
    Buffer buffer;
    const std::string_view text = read_file("/proc/meminfo", buffer);
    MachineMemory memory{.total = find_bytes(text, "MemTotal:"), .free = find_bytes(text, "MemFree:")};
    memory.used = memory.total - std::min(memory.total, find_bytes(text, "MemAvailable:"));
    return memory;
}

ProcessMemory read_process_memory() noexcept {
    Buffer buffer;
    std::string_view text = read_file("/proc/self/statm", buffer);
    const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    const std::uint64_t virtual_size = take_number(text) * page;
    return {.resident = take_number(text) * page, .virtual_size = virtual_size};
}

CpuTimes read_cpu_times() noexcept {
    Buffer buffer;
    std::string_view text = read_file("/proc/stat", buffer);
    text = text.substr(0, text.find('\n'));
    // user nice system idle iowait irq softirq steal; guests are counted in user and nice
    std::array<std::uint64_t, 8> times{};
    CpuTimes sum;
    for (std::uint64_t& time : times) {
        time = take_number(text);
        sum.all += time;
    }
    sum.busy = sum.all - times[3] - times[4];
    return sum;
}

CpuCounts read_cpu_counts() {
    CpuCounts counts{.logical = static_cast<unsigned>(std::max(sysconf(_SC_NPROCESSORS_ONLN), 1L))};
    std::vector<std::pair<std::uint64_t, std::uint64_t>> cores;
    const long configured = sysconf(_SC_NPROCESSORS_CONF);
    for (long cpu = 0; cpu < configured; ++cpu) {
        Buffer buffer;
        const auto read_number = [&](const char* name) {
            std::string_view text =
                read_file(fmt::format("/sys/devices/system/cpu/cpu{}/topology/{}", cpu, name).c_str(), buffer);
            return std::pair{!text.empty(), take_number(text)};
        };
        const auto [is_there, core] = read_number("core_id");
        if (is_there) {
            cores.emplace_back(read_number("physical_package_id").second, core);
        }
    }
    std::ranges::sort(cores);
    cores.erase(std::unique(cores.begin(), cores.end()), cores.end());  // clang 14 refuses that of ranges
    counts.physical = cores.empty() ? counts.logical : static_cast<unsigned>(cores.size());
    return counts;
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
