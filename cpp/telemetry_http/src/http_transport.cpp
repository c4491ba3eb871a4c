#include "http_transport.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

/// So much is a whole answer of a token endpoint; of other answers nothing is kept.
constexpr std::size_t kMostAnswer = std::size_t{64} << 10;
/// A connection that is slower counts as broken.
constexpr long kLeastBytesPerMillisecond = 16;

struct EndHandle {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

/// Not for programs that this one starts.
curl_socket_t open_socket(void* /*context*/, curlsocktype /*purpose*/, curl_sockaddr* address) noexcept {
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

struct EndUrl {
    void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};

/// In lower case.
std::string part_of(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    std::string result;
    if (curl_url_get(url, part, &text, 0) == CURLUE_OK) {
        result = text;
        curl_free(text);
        std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    }
    return result;
}

}  // namespace

struct HttpTransport::Exchange {
    std::uint64_t id = 0;
    bool keeps_answer = false;
    std::unique_ptr<CURL, EndHandle> handle;
    std::unique_ptr<curl_slist, EndHandle> headers;
    std::string body;
    std::array<char, CURL_ERROR_SIZE> error{};

    static std::size_t write(char* data, std::size_t size, std::size_t count, void* self) noexcept {
        auto& exchange = *static_cast<Exchange*>(self);
        if (exchange.keeps_answer) {
            exchange.body.append(data, std::min(size * count, kMostAnswer - exchange.body.size()));
        }
        return size * count;
    }

    bool add_header(const std::string& header) {
        curl_slist* const longer = curl_slist_append(headers.get(), header.c_str());
        if (longer == nullptr) {
            return false;
        }
        static_cast<void>(headers.release());
        headers.reset(longer);
        return true;
    }
};

HttpTransport::HttpTransport(std::string user_agent, std::chrono::milliseconds timeout, unsigned most_connections)
    : user_agent_(std::move(user_agent)), timeout_(timeout) {
    // As OpenSSL and the curl program do; libcurl itself does not.
    if (const char* const file = std::getenv("SSL_CERT_FILE"); file != nullptr) {
        certificates_ = file;
    }
    static const CURLcode kGlobal = curl_global_init(CURL_GLOBAL_DEFAULT);  // for the process, as others use it too
    multi_ = kGlobal == CURLE_OK ? curl_multi_init() : nullptr;
    if (multi_ != nullptr) {
        curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, static_cast<long>(most_connections));
    }
}

HttpTransport::~HttpTransport() {
    cancel_all();
    curl_multi_cleanup(multi_);
}

bool HttpTransport::start(const PostRequest& request) {
    auto exchange = std::make_unique<Exchange>();
    exchange->id = request.id;
    exchange->keeps_answer = request.keeps_answer;
    exchange->handle.reset(curl_easy_init());
    if (!exchange->handle || !prepare(*exchange, request) ||
        curl_multi_add_handle(multi_, exchange->handle.get()) != CURLM_OK) {
        return false;
    }
    exchanges_.push_back(std::move(exchange));
    return true;
}

bool HttpTransport::prepare(Exchange& exchange, const PostRequest& request) {
    // Without "Expect" curl would ask before it sends a large body, and wait a second for an answer.
    if (!exchange.add_header("Expect:") || !exchange.add_header("Content-Type: " + std::string{request.content_type}) ||
        (!request.bearer.empty() && !exchange.add_header("Authorization: Bearer " + request.bearer))) {
        return false;
    }
    CURLcode result = CURLE_OK;
    const auto set = [&](CURLoption option, auto value) {
        const CURLcode one = curl_easy_setopt(exchange.handle.get(), option, value);
        result = result == CURLE_OK ? one : result;
    };
    const auto size = static_cast<curl_off_t>(request.body.size());
    constexpr long kMostRedirects = 3;
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_USERAGENT, user_agent_.c_str());
    set(CURLOPT_HTTPHEADER, exchange.headers.get());
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDS, request.body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, size);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    set(CURLOPT_PIPEWAIT, 1L);  // a connection that HTTP/2 can share, rather than another one
    if (!certificates_.empty()) {
        set(CURLOPT_CAINFO, certificates_.c_str());
    }
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    // The method stays POST: after a GET a server's 200 would be taken for a delivery. libcurl keeps `Authorization`
    // from other hosts, and this the body from a connection that is not encrypted.
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_POSTREDIR, static_cast<long>(CURL_REDIR_POST_ALL));
    set(CURLOPT_MAXREDIRS, kMostRedirects);
    set(CURLOPT_REDIR_PROTOCOLS_STR, request.url.starts_with("https:") ? "https" : "http,https");
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout_.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_.count()) + static_cast<long>(size) / kLeastBytesPerMillisecond);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // a look-up of a name that hangs does not hold up a shutdown
    set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(CURLOPT_WRITEFUNCTION, &Exchange::write);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&exchange));
    set(CURLOPT_ERRORBUFFER, exchange.error.data());
    set(CURLOPT_PRIVATE, static_cast<void*>(&exchange));
    return result == CURLE_OK;
}

void HttpTransport::wait(std::chrono::milliseconds most) noexcept {
    int running = 0;
    curl_multi_perform(multi_, &running);
    if (std::cmp_equal(running, exchanges_.size())) {
        curl_multi_poll(multi_, nullptr, 0, static_cast<int>(most.count()), nullptr);
        curl_multi_perform(multi_, &running);
    }
}

std::optional<Answer> HttpTransport::next_answer() {
    int left = 0;
    const CURLMsg* message = curl_multi_info_read(multi_, &left);
    if (message == nullptr) {
        return std::nullopt;
    }
    const CURLcode result = message->data.result;
    CURL* const handle = message->easy_handle;
    curl_multi_remove_handle(multi_, handle);
    const auto found =
        std::ranges::find_if(exchanges_, [handle](const auto& exchange) { return exchange->handle.get() == handle; });
    const std::unique_ptr<Exchange> exchange = std::move(*found);
    exchanges_.erase(found);

    Answer answer{.id = exchange->id, .status = 0, .error = {}, .retry_after = {}, .body = std::move(exchange->body)};
    if (result != CURLE_OK) {
        answer.error = exchange->error[0] != '\0' ? exchange->error.data() : curl_easy_strerror(result);
        return answer;
    }
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_header* header = nullptr;
    if (curl_easy_header(handle, "Retry-After", 0, CURLH_HEADER, -1, &header) == CURLHE_OK) {
        answer.retry_after = header->value;
    }
    return answer;
}

void HttpTransport::cancel_all() noexcept {
    for (const auto& exchange : exchanges_) {
        curl_multi_remove_handle(multi_, exchange->handle.get());
    }
    exchanges_.clear();
}

void HttpTransport::wake() noexcept { curl_multi_wakeup(multi_); }

std::optional<ServerUrl> parse_server_url(std::string_view text, std::string& problem) {
    const std::unique_ptr<CURLU, EndUrl> url{curl_url()};
    const std::string whole{text};
    if (!url || curl_url_set(url.get(), CURLUPART_URL, whole.c_str(), 0) != CURLUE_OK) {
        problem = "is no URL; allowed is one such as \"https://telemetry.example:9000\"";
        return std::nullopt;
    }
    const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https") {
        problem = "begins with neither http:// nor https://";
        return std::nullopt;
    }
    if (!part_of(url.get(), CURLUPART_USER).empty() || !part_of(url.get(), CURLUPART_PASSWORD).empty()) {
        problem = "holds a user name or a password; a credential goes into an option of its own";
        return std::nullopt;
    }
    if (!part_of(url.get(), CURLUPART_QUERY).empty() || !part_of(url.get(), CURLUPART_FRAGMENT).empty()) {
        problem = "has a query or a fragment, behind which no path can stand";
        return std::nullopt;
    }
    const std::string host = part_of(url.get(), CURLUPART_HOST);
    ServerUrl result{.text = whole,
                     .is_encrypted = scheme == "https",
                     .is_loopback = host == "localhost" || host == "[::1]" || host.starts_with("127.")};
    while (result.text.ends_with('/')) {
        result.text.pop_back();
    }
    return result;
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
