#include "http_server.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <thread>

#include <fmt/format.h>

namespace micromegas::bench {
namespace {

/// Writes its port, and ends with its standard input.
constexpr std::string_view kScript = R"(
const answers = process.argv[1] === "true";
const server = require("node:http").createServer((request, response) => {
  request.resume().on("end", () => answers && response.end());
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit());
)";

}  // namespace

HttpServer::HttpServer(bool answers) {
    const std::string output = folder_.file("port");
    process_ = popen(fmt::format("exec node -e '{}' {} > {}", kScript, answers, output).c_str(), "w");
    constexpr int kTries = 3000;
    std::string port;
    for (int i = 0; process_ != nullptr && port.empty() && i < kTries; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
        std::ifstream file{output};
        if (std::getline(file, port) && file.eof()) {
            port.clear();  // not all of the line yet
        }
    }
    if (port.empty()) {
        fmt::print(stderr, "micromegas_bench: node does not start a server\n");
        std::exit(1);
    }
    url_ = "http://127.0.0.1:" + port;
}

HttpServer::~HttpServer() { pclose(process_); }

}  // namespace micromegas::bench
