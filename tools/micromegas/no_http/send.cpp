#include "commands.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace micromegas::tools {

int send(const std::vector<std::string>& /*files*/, const std::string& /*url*/) {
    fmt::print(stderr,
               "micromegas: send needs micromegas::telemetry_http, without which this command was built "
               "(MICROMEGAS_BUILD_TELEMETRY_HTTP)\n");
    return kWrongUsage;
}

}  // namespace micromegas::tools
