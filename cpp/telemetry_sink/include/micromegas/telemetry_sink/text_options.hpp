// How log entries become lines of text on a terminal or in a file. Natively; on wasm the browser's console shows them.
// Why: docs/decisions/0029-text-is-deferred-where-nobody-looks-on.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/setting.hpp>
#include <micromegas/tracing/level.hpp>

#include <cstdint>
#include <string>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The thread that formats and writes a line, and the time. In any case a line at warn or above is written, with all
/// lines before it, before its call returns.
enum class TextDelivery {
    Automatic,  ///< At once on a terminal, which a person or a debugger watches; otherwise deferred.
    Deferred,   ///< The collector's thread, within 100 ms. The thread that logs pays the cost of a recorded entry.
    /// The thread that logs formats. On a terminal the line is written when the call returns; a file's waits in a
    /// buffer of 64 KiB for the collector's thread, 50 ms at most.
    AtOnce,
};

/// The content of a line.
///
///     2026-11-22T17:26:38.123456Z INFO  [engine::sql] registered a table name=airports
///
/// Properties follow the message. A name or a value is in quotation marks where it is empty or has a space, a quotation
/// mark, an equals sign or an escaped character. Control characters, and characters that change the direction of text,
/// are escaped as \xNN or \uNNNN; bytes that are no UTF-8 are replaced.
struct LineOptions {
    /// An object of JSON instead: time, level, target, message; thread, file and line if enabled; properties, an
    /// object of texts, if there are any.
    bool json = false;
    bool thread = false;      ///< The name of the thread, after the level.
    bool source = false;      ///< File and line of the call, at the end.
    bool local_time = false;  ///< With its distance from UTC, instead of UTC.
};

enum class Colors {
    Automatic,  ///< On a terminal, unless the environment variable NO_COLOR is set.
    Always,
    Never,
};

inline constexpr int kStandardOutput = 1;
inline constexpr int kStandardError = 2;

struct TerminalOptions {
    /// An entry must pass this level and the process's filter. Off: there is no terminal.
    Setting<tracing::LevelFilter> level = Setting<tracing::LevelFilter>::by_default(tracing::LevelFilter::Trace);
    /// May be any descriptor that is open for writing, and stays open; not negative. Before a line the program's own
    /// output in the stdio buffer of standard output is written.
    int descriptor = kStandardOutput;
    TextDelivery delivery = TextDelivery::Automatic;
    Colors colors = Colors::Automatic;
    LineOptions line = {};
};

struct TextFileOptions {
    std::string path;  ///< Lines are appended to it; its folder exists.
    /// An entry must pass this level and the process's filter.
    tracing::LevelFilter level = tracing::LevelFilter::Trace;
    TextDelivery delivery = TextDelivery::Automatic;
    /// Before the file becomes larger it is renamed to "<path>.1", an existing "<path>.1" to "<path>.2", and so on.
    /// A line that is longer has a file of its own. 0: no limit.
    std::uint64_t max_bytes = 0;
    unsigned max_files = 5;  ///< The number of files, including the current one; from 1 to 1000.
    LineOptions line = {};
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
