// How log entries become lines of text on a terminal or in a file. Natively; on wasm the browser's console shows them.
// Why: docs/decisions/0029-text-is-deferred-where-nobody-looks-on.md
#pragma once

#include <micromegas/telemetry_sink/setting.hpp>
#include <micromegas/tracing/level.hpp>

#include <cstdint>
#include <string>

namespace micromegas::telemetry_sink {

/// Which thread formats and writes a line, and when. In any case a line at warn or above is written, with all lines
/// before it, before its call returns.
enum class TextDelivery {
    Automatic,  ///< At once on a terminal, where a person or a debugger looks on; otherwise deferred.
    Deferred,   ///< The collector's thread, within 100 ms. The thread that logs pays what a recorded entry costs.
    /// The thread that logs formats. On a terminal the line is written when the call returns; a file's waits in a
    /// buffer of 64 KiB for the collector's thread, 50 ms at most.
    AtOnce,
};

/// What stands in a line.
///
///     2026-11-22T17:26:38.123456Z INFO  [engine::sql] registered a table name=airports
///
/// Properties follow the message. What would break the line or the terminal (control characters) is shown as \xNN.
struct LineOptions {
    /// An object of JSON instead: time, level, target, message; thread, file and line where asked for; properties, an
    /// object of texts, where there are some.
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
    /// Beside the process's filter. Off: there is no terminal.
    Setting<tracing::LevelFilter> level = Setting<tracing::LevelFilter>::by_default(tracing::LevelFilter::Trace);
    /// Or any other that is open for writing, and stays open. What the program itself has printed to standard output by
    /// then, and waits in the buffer of stdio, is written before a line.
    int descriptor = kStandardOutput;
    TextDelivery delivery = TextDelivery::Automatic;
    Colors colors = Colors::Automatic;
    LineOptions line = {};
};

struct TextFileOptions {
    std::string path;  ///< Lines are appended to it; its folder exists.
    /// Beside the process's filter.
    tracing::LevelFilter level = tracing::LevelFilter::Trace;
    TextDelivery delivery = TextDelivery::Automatic;
    /// Before the file becomes larger it is renamed to "<path>.1", the one that had this name to "<path>.2", and so on.
    /// A line that is longer has a file of its own. 0: no limit.
    std::uint64_t max_bytes = 0;
    unsigned max_files = 5;  ///< That are kept, with the one that is written; from 1 to 1000.
    LineOptions line = {};
};

}  // namespace micromegas::telemetry_sink
