// Several HTTP requests at once, by libcurl, on the thread that calls `wait`.
#pragma once

#include <micromegas/abi.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <curl/curl.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

struct Answer {
    std::uint64_t id = 0;
    long status = 0;          ///< 0: there is no answer, or not a whole one.
    std::string error;        ///< Why there is none. Holds nothing of the request.
    std::string retry_after;  ///< The header; empty where there is none.
    std::string body;         ///< Where the request asks for it, and at most 64 KiB of it.
};

struct PostRequest {
    std::uint64_t id = 0;  ///< Of the answer.
    std::string url;
    std::string_view content_type;
    std::string bearer;               ///< Empty: without `Authorization`.
    std::span<const std::byte> body;  ///< Lives until the answer.
    bool keeps_answer = false;
};

class HttpTransport {
public:
    /// A request ends after `timeout`, and a large one later, as long as it gets on.
    HttpTransport(std::string user_agent, std::chrono::milliseconds timeout, unsigned most_connections);
    ~HttpTransport();
    HttpTransport(const HttpTransport&) = delete;
    HttpTransport& operator=(const HttpTransport&) = delete;

    /// False where the system gave no memory; then nothing else may be called.
    [[nodiscard]] bool is_usable() const noexcept { return multi_ != nullptr; }
    /// False where the system gave no memory.
    [[nodiscard]] bool start(const PostRequest& request);
    /// Until something happens, `wake` is called, or the time is over.
    void wait(std::chrono::milliseconds most) noexcept;
    /// The next one that has come.
    [[nodiscard]] std::optional<Answer> next_answer();
    /// Ends what is in flight, without an answer.
    void cancel_all() noexcept;
    /// Of any thread.
    void wake() noexcept;

private:
    struct Exchange;

    bool prepare(Exchange& exchange, const PostRequest& request);

    std::string user_agent_;
    std::chrono::milliseconds timeout_;
    std::string certificates_;  // a file of those that are trusted, in place of the system's
    CURLM* multi_;
    std::vector<std::unique_ptr<Exchange>> exchanges_;
};

/// A URL for messages and requests, and its parts that decide about a credential.
struct ServerUrl {
    std::string text;  ///< Without a slash at its end.
    bool is_encrypted = false;
    bool is_loopback = false;
};

/// Nothing, and why in `problem`, where it is no URL of a server. Says nothing of a password in it.
[[nodiscard]] std::optional<ServerUrl> parse_server_url(std::string_view text, std::string& problem);

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
