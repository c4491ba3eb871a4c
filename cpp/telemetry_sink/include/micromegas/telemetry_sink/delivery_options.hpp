// Where blocks go: to a server, by micromegas::telemetry_http, and to a recording file, by micromegas::telemetry_file.
// Each is a separate component, which `init_telemetry` finds in a program that links it. Natively; without effect on
// wasm.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/setting.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// A recording: the blocks for a server, in a local file.
struct RecordingOptions {
    /// A file, or a folder for files named "<program>-<process id>.mmrec"; empty: there is none. If another process
    /// is writing that file, the file is "<name>.<process id>.<ending>".
    Setting<std::string> path = Setting<std::string>::by_default({});
    /// Before the file becomes larger it is renamed to "<path>.1", an existing "<path>.1" to "<path>.2", and so on; so
    /// is a file of an earlier run. 0: no limit.
    Setting<std::uint64_t> max_bytes = Setting<std::uint64_t>::by_default(std::uint64_t{256} << 20);
    /// The number of files, including the current one; from 1 to 1000.
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
    /// A new token is fetched this long before the old one ends.
    Setting<std::chrono::seconds> oidc_token_buffer =
        Setting<std::chrono::seconds>::by_default(std::chrono::seconds{180});
    /// Whether a credential may go over http:// to another machine.
    Setting<bool> allow_credential_over_http = Setting<bool>::by_default(false);

    /// Whether properties of spans are sent: servers know them since 0.33. An older one gets the spans without them, as
    /// it would lose the spans otherwise.
    Setting<bool> span_properties = Setting<bool>::by_default(false);

    /// If more bytes wait, spans and images are dropped and counted.
    Setting<std::size_t> max_queue_bytes = Setting<std::size_t>::by_default(std::size_t{128} << 20);
    /// If more bytes wait, logs and metrics are dropped too.
    Setting<std::size_t> hard_queue_bytes = Setting<std::size_t>::by_default(std::size_t{256} << 20);
    Setting<unsigned> max_in_flight_requests = Setting<unsigned>::by_default(3);
    Setting<std::chrono::milliseconds> request_timeout =
        Setting<std::chrono::milliseconds>::by_default(std::chrono::seconds{10});
    /// A folder for recordings of blocks that would otherwise be lost: they wait at the end, have no room in memory, or
    /// the server took them at no try. The next start with the same folder delivers those of processes that are gone,
    /// and deletes them. Empty: there is none.
    Setting<std::string> spool = Setting<std::string>::by_default({});
    /// The spool does not become larger; 0: no limit.
    Setting<std::uint64_t> spool_max_bytes = Setting<std::uint64_t>::by_default(std::uint64_t{1} << 30);
    /// The time that a shutdown waits for the delivery of the rest.
    Setting<std::chrono::milliseconds> drain_timeout =
        Setting<std::chrono::milliseconds>::by_default(std::chrono::seconds{5});
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
