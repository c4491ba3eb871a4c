// Recordings as requests, item by item, each file from its first item or from where an earlier try was interrupted.
// Knows neither threads nor the network.
// Why: docs/decisions/0042-a-spool-is-a-folder-of-recordings.md
#pragma once

#include "request_queue.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/telemetry/decode_items.hpp>
#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/telemetry/recording.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

/// Their outcome; every item that was read is accepted, in flight, or named by `problem`.
struct RecordedCounts {
    std::uint64_t files = 0;  ///< Accepted as a whole.
    std::uint64_t blocks = 0;
    std::uint64_t events = 0;
    std::uint64_t bytes = 0;       ///< Of the files, up to where they are accepted.
    std::uint64_t bytes_left = 0;  ///< Of the files that were asked for, at their size then.
};

class RecordedRequests {
public:
    enum class Source : std::uint8_t {
        Files,  ///< Named by a person. A file that cannot be sent is a problem, and ends it.
        Spool,  ///< Files that are written are left alone; those that are accepted are deleted.
    };

    /// `server` is what the progress counts for. Without `span_properties` spans have none in the requests.
    RecordedRequests(std::vector<std::string> files, Source source, std::string server, bool span_properties);
    ~RecordedRequests();
    RecordedRequests(const RecordedRequests&) = delete;
    RecordedRequests& operator=(const RecordedRequests&) = delete;

    /// The next one, while not too many are in flight.
    [[nodiscard]] std::optional<Request> next(std::size_t most_in_flight);
    /// The server has it.
    void accepted(const Request& request);
    /// The server does not take it, for the reason; its file stays, and nothing follows.
    void failed(const Request& request, const std::string& reason);

    /// Nothing is in flight, and nothing follows.
    [[nodiscard]] bool is_done() const noexcept { return in_flight_.empty() && !file_ && files_.empty(); }
    [[nodiscard]] const RecordedCounts& counts() const noexcept { return counts_; }
    /// File, offset and reason of what cannot be sent; empty if there is none.
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    /// Parts of files that are damaged, and so are not sent; returned once.
    [[nodiscard]] std::vector<std::string> take_notes() { return std::exchange(notes_, {}); }

private:
    struct File;
    struct Item {
        std::uint64_t number = 0;
        std::uint64_t offset = 0;
        std::uint64_t end = 0;  ///< Where the next one begins.
        std::string block_id;   ///< Empty: no block.
        std::uint64_t events = 0;
        bool is_accepted = false;
    };

    [[nodiscard]] bool open_next();
    void resume();
    [[nodiscard]] std::optional<Request> read();
    [[nodiscard]] std::optional<Request> make_request(const telemetry::RecordedItem& recorded);
    [[nodiscard]] std::string leave_out_span_properties(const telemetry::BlockItem& block, Request& request);
    void close_file();
    void leave_file();
    void skip(const std::string& problem);
    void fail(const std::string& problem);

    std::deque<std::string> files_;
    const Source source_;
    const std::string server_;
    const bool span_properties_;
    std::unique_ptr<File> file_;
    std::deque<Item> in_flight_;  // in the order of the file; accepted ones wait for those before them
    std::size_t not_accepted_ = 0;
    std::uint64_t last_number_ = 0;
    telemetry::BlockDecoder decoder_;
    telemetry::BlockEncoder encoder_;
    RecordedCounts counts_;
    std::string problem_;
    std::vector<std::string> notes_;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
