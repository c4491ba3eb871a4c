#include "recording_progress.hpp"

#include <fstream>

#include <unistd.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

std::optional<std::string> RecordingProgress::read() const {
    std::ifstream file{path_};
    std::string server;
    std::string block_id;
    if (!std::getline(file, server) || !std::getline(file, block_id) || server != server_ || block_id.empty()) {
        return std::nullopt;
    }
    return block_id;
}

void RecordingProgress::advance(const std::string& block_id) {
    constexpr unsigned kBlocks = 50;  // so many are sent again after a break by force
    block_id_ = block_id;
    if (++since_written_ == kBlocks) {
        since_written_ = 0;
        write();
    }
}

void RecordingProgress::write() const {
    if (!block_id_.empty()) {
        std::ofstream{path_, std::ios::trunc} << server_ << '\n' << block_id_ << '\n';
    }
}

void RecordingProgress::remove() const { static_cast<void>(unlink(path_.c_str())); }

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
