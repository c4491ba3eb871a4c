// A server on loopback: Node's, in a process of its own, so that its time is not the program's.
#pragma once

#include "cost.hpp"

#include <cstdio>
#include <string>

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
    Folder folder_;
    std::FILE* process_;
    std::string url_;
};

}  // namespace micromegas::bench
