// Where blocks go: to a server, by micromegas::telemetry_http, and to a recording file, by micromegas::telemetry_file.
// Each is a component of its own, which `init_telemetry` finds in a program that links it. Natively; without effect on
// wasm.
#pragma once

#include <micromegas/telemetry_sink/setting.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace micromegas::telemetry_sink {

/// A recording: what a server would get, in a local file.
struct RecordingOptions {
    /// A file, or a folder for files named "<program>-<process id>.mmrec"; empty: there is none. A file that another
    /// process is writing is left to it: "<name>.<process id>.<ending>" is written then.
    Setting<std::string> path = Setting<std::string>::by_default({});
    /// Before the file becomes larger it is renamed to "<path>.1", the one that had this name to "<path>.2", and so on;
    /// so is one that an earlier run left. 0: no limit.
    Setting<std::uint64_t> max_bytes = Setting<std::uint64_t>::by_default(std::uint64_t{256} << 20);
    /// That are kept, with the one that is written; from 1 to 1000.
    Setting<unsigned> max_files = Setting<unsigned>::by_default(5);
};

/// A Micromegas server.
struct HttpOptions {
    /// Such as "https://telemetry.example:9000"; empty: nothing is sent.
    Setting<std::string> url = Setting<std::string>::by_default({});

    // The credential, one for the life of a process. The key counts before the client of OpenID Connect. None of it
    // appears in a log entry or an error.
    Setting<std::string> api_key = Setting<std::string>::by_default({});
    Setting<std::string> oidc_token_endpoint = Setting<std::string>::by_default({});
    Setting<std::string> oidc_client_id = Setting<std::string>::by_default({});
    Setting<std::string> oidc_client_secret = Setting<std::string>::by_default({});
    Setting<std::string> oidc_audience = Setting<std::string>::by_default({});
    /// A token is fetched anew so long before it ends.
    Setting<std::chrono::seconds> oidc_token_buffer =
        Setting<std::chrono::seconds>::by_default(std::chrono::seconds{180});
    /// A credential goes over http:// to another host than this machine only where this asks for it.
    Setting<bool> allow_credential_over_http = Setting<bool>::by_default(false);

    /// Past so many bytes that wait, spans and images are dropped and counted.
    Setting<std::size_t> max_queue_bytes = Setting<std::size_t>::by_default(std::size_t{128} << 20);
    /// Past so many, logs and metrics too.
    Setting<std::size_t> hard_queue_bytes = Setting<std::size_t>::by_default(std::size_t{256} << 20);
    Setting<unsigned> max_in_flight_requests = Setting<unsigned>::by_default(3);
    Setting<std::chrono::milliseconds> request_timeout =
        Setting<std::chrono::milliseconds>::by_default(std::chrono::seconds{10});
    /// How long a shutdown waits for what is left to be delivered.
    Setting<std::chrono::milliseconds> drain_timeout =
        Setting<std::chrono::milliseconds>::by_default(std::chrono::seconds{5});
};

}  // namespace micromegas::telemetry_sink
