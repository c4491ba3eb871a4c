#include "http_server.hpp"

#include <array>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace micromegas::bench {
namespace {

/// A connection, and how much of its request is still to come.
struct Connection {
    std::string head;
    std::size_t left = 0;
};

/// False at the end of the connection. libcurl begins no request before it has the answer to the one before.
bool receive(int socket, Connection& connection) {
    static std::array<char, std::size_t{64} << 10> bytes{};
    const ssize_t count = read(socket, bytes.data(), bytes.size());
    if (count <= 0) {
        return false;
    }
    auto size = static_cast<std::size_t>(count);
    if (connection.left == 0) {
        connection.head.append(bytes.data(), size);
        const std::size_t end = connection.head.find("\r\n\r\n");
        if (end == std::string::npos) {
            return true;
        }
        constexpr std::string_view kLength = "Content-Length: ";
        const char* const text = connection.head.data() + connection.head.find(kLength) + kLength.size();
        std::from_chars(text, connection.head.data() + end, connection.left);
        size = connection.head.size() - end - 4;
        connection.head.clear();
    }
    connection.left -= size;
    constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    return connection.left != 0 || std::cmp_equal(write(socket, kAnswer.data(), kAnswer.size()), kAnswer.size());
}

[[noreturn]] void serve(int listener) {
    std::vector<pollfd> sockets{{.fd = listener, .events = POLLIN, .revents = 0}};
    std::vector<Connection> connections(1);
    while (poll(sockets.data(), sockets.size(), -1) > 0) {
        for (std::size_t i = sockets.size(); i-- > 1;) {
            if (sockets[i].revents != 0 && !receive(sockets[i].fd, connections[i])) {
                close(sockets[i].fd);
                sockets.erase(sockets.begin() + static_cast<std::ptrdiff_t>(i));
                connections.erase(connections.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
        if (sockets[0].revents != 0) {
            sockets.push_back({.fd = accept(listener, nullptr, nullptr), .events = POLLIN, .revents = 0});
            connections.emplace_back();
        }
    }
    _exit(1);
}

}  // namespace

HttpServer::HttpServer(bool answers) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(socket_, 16) != 0 ||
        getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        std::perror("micromegas_bench: no server");
        std::exit(1);
    }
    url_ = fmt::format("http://127.0.0.1:{}", ntohs(address.sin_port));
    if (!answers) {
        return;  // connections are made, and nobody accepts them
    }
    process_ = fork();
    if (process_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve(socket_);
    }
}

HttpServer::~HttpServer() {
    close(socket_);
    if (process_ > 0) {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
}

}  // namespace micromegas::bench
