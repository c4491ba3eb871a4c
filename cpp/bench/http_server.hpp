// A server on loopback, in a process of its own, so that its time is not the program's.
#pragma once

#include <string>

#include <sys/types.h>

namespace micromegas::bench {

/// Answers every request with 200, or, unless it answers, lets all of them wait. Ends with this object.
class HttpServer {
public:
    explicit HttpServer(bool answers);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    [[nodiscard]] const std::string& url() const noexcept { return url_; }

private:
    std::string url_;
    int socket_;
    pid_t process_ = -1;
};

}  // namespace micromegas::bench
