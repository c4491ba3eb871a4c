#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/time.hpp>

#include <array>
#include <climits>
#include <fstream>
#include <string>

#include <pwd.h>
#include <unistd.h>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

std::string exe_path() {
    std::array<char, PATH_MAX> path{};
    const ssize_t size = readlink("/proc/self/exe", path.data(), path.size());
    return size > 0 ? std::string{path.data(), static_cast<std::size_t>(size)} : std::string{};
}

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

struct User {
    std::string name;
    std::string real_name;
};

User user() {
    std::array<char, 16384> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
        return {};
    }
    const std::string gecos = found->pw_gecos != nullptr ? found->pw_gecos : "";
    return {found->pw_name, gecos.substr(0, gecos.find(','))};  // the first field of GECOS is the full name
}

/// The rest of the first line that begins with `key`, without separator, spaces and quotes.
std::string value_in_file(const char* path, std::string_view key, char separator) {
    std::ifstream file{path};
    for (std::string line; std::getline(file, line);) {
        const std::size_t at = line.find(separator);
        if (line.starts_with(key) && at != std::string::npos) {
            const std::size_t first = line.find_first_not_of(" \t\"", at + 1);
            const std::size_t last = line.find_last_not_of(" \t\"");
            return first == std::string::npos ? std::string{} : line.substr(first, last - first + 1);
        }
    }
    return {};
}

}  // namespace

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {

ProcessInfo make_process_info(const Uuid& process_id, const std::optional<Uuid>& parent_process_id,
                              const PropertySet& properties) {
    const DualTime start = DualTime::now();
    User owner = user();
    return {.process_id = process_id,
            .exe = exe_path(),
            .username = std::move(owner.name),
            .realname = std::move(owner.real_name),
            .computer = host_name(),
            .distro = value_in_file("/etc/os-release", "PRETTY_NAME", '='),
            .cpu_brand = value_in_file("/proc/cpuinfo", "model name", ':'),
            .tsc_frequency = frequency(),
            .start_time = start.time,
            .start_ticks = start.ticks,
            .parent_process_id = parent_process_id,
            .properties = properties};
}

}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI
