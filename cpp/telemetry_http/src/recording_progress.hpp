// How much of a recording a server has: the last block up to which everything is accepted, in a file
// "<recording>.sent". A file that is wrong or missing costs time alone, as a server keeps the first of two items with
// the same id.
#pragma once

#include <micromegas/abi.hpp>

#include <optional>
#include <string>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

class RecordingProgress {
public:
    RecordingProgress(const std::string& recording, std::string server)
        : path_(recording + ".sent"), server_(std::move(server)) {}

    /// The block's id; nothing where there is none for this server.
    [[nodiscard]] std::optional<std::string> read() const;
    /// Written now and then.
    void advance(const std::string& block_id);
    void write() const;
    void remove() const;

private:
    std::string path_;
    std::string server_;
    std::string block_id_;
    unsigned since_written_ = 0;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
