// The `micromegas` command.
#include "commands.hpp"
#include "completion.hpp"

#include "rfc3339.hpp"

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace {

using micromegas::tools::InspectOptions;
using micromegas::tools::TraceFormat;

struct Arguments {
    InspectOptions inspect;
    std::string filter = "trace";
    std::string since;
    std::string until;
    bool only_logs = false;
    bool only_metrics = false;
    bool only_spans = false;
    bool only_others = false;
    std::vector<std::string> files;
    std::string output;
    std::string shell;
    std::string format = "perfetto";
};

int wrong(const std::string& text) {
    fmt::print(stderr, "micromegas: {}\n", text);
    return micromegas::tools::kWrongUsage;
}

int run_inspect(Arguments& arguments) {
    InspectOptions& options = arguments.inspect;
    auto filter = micromegas::tracing::Filter::parse(arguments.filter);
    if (const auto* const error = std::get_if<micromegas::tracing::FilterError>(&filter)) {
        return wrong("--filter: " + error->message);
    }
    options.filter = std::move(*std::get_if<micromegas::tracing::Filter>(&filter));
    for (const auto& [name, text, time] : {std::tuple{"--since", &arguments.since, &options.since},
                                           std::tuple{"--until", &arguments.until, &options.until}}) {
        if (text->empty()) {
            continue;
        }
        *time = micromegas::telemetry::detail::parse_rfc3339(*text);
        if (!*time) {
            return wrong(fmt::format("{} is \"{}\"; a time such as 2026-08-01T12:00:00Z is needed", name, *text));
        }
    }
    if (options.follow && options.files.size() != 1) {
        return wrong("--follow takes one file");
    }
    if (arguments.only_logs || arguments.only_metrics || arguments.only_spans || arguments.only_others) {
        options.logs = arguments.only_logs;
        options.metrics = arguments.only_metrics;
        options.spans = arguments.only_spans;
        options.others = arguments.only_others ? micromegas::tools::Others::Shown : micromegas::tools::Others::Hidden;
    }
    return micromegas::tools::inspect(options);
}

CLI::Option* add_files(CLI::App& command, std::vector<std::string>& files) {
    return command.add_option("FILE", files, "Recordings, the oldest first: run.mmrec.1 run.mmrec")
        ->type_name(micromegas::tools::kFileType)
        ->required();
}

int wrong_command(const CLI::App& app, std::string_view given) {
    std::string allowed;
    for (const CLI::App* const command : app.get_subcommands({})) {
        allowed += (allowed.empty() ? "" : ", ") + command->get_name();
    }
    return wrong(given.empty() ? fmt::format("a command is needed; allowed are {}", allowed)
                               : fmt::format("\"{}\" is no command; allowed are {}", given, allowed));
}

int run(int count, char** values) {
    CLI::App app{"Reads files that programs recorded (MICROMEGAS_RECORDING)."};
    app.require_subcommand(0, 1);  // without one the message is ours
    app.set_version_flag("--version", MICROMEGAS_VERSION, "Print the version and end");
    app.failure_message([](const CLI::App*, const CLI::Error& error) {
        return fmt::format("micromegas: {}\nRun it with --help for more information.\n", error.what());
    });
    const std::string exit_codes =
        "The exit code is 1 where a file cannot be read or something is wrong with it, 2 for wrong arguments.";
    app.footer(exit_codes);
    Arguments arguments;

    CLI::App* const inspect = app.add_subcommand("inspect", "Show logs as lines, metrics as a table, spans as a tree");
    add_files(*inspect, arguments.inspect.files);
    inspect->add_option("--filter", arguments.filter, "Of log entries: info,engine::sql=debug")->capture_default_str();
    inspect->add_option("--since", arguments.since, "From this time on, as 2026-08-01T12:00:00Z");
    inspect->add_option("--until", arguments.until, "Before this time");
    inspect->add_flag("--logs", arguments.only_logs, "Log entries, without those not asked for");
    inspect->add_flag("--metrics", arguments.only_metrics, "Metrics, likewise");
    inspect->add_flag("--spans", arguments.only_spans, "Spans, likewise");
    inspect->add_flag("--others", arguments.only_others, "Events of other types, with their members");
    inspect->add_flag("--json", arguments.inspect.json, "One JSON object a line");
    inspect->add_flag("--source", arguments.inspect.source, "Log entries with file and line");
    inspect->add_flag("--follow", arguments.inspect.follow,
                      "Log entries of a file that is being written, as they come");

    CLI::App* const check =
        app.add_subcommand("check", "Say whether a server's analytics takes every block; it loses some in silence");
    add_files(*check, arguments.files);

    CLI::App* const export_command = app.add_subcommand("export", "Make a trace for https://ui.perfetto.dev");
    add_files(*export_command, arguments.files);
    export_command->add_option("-o,--output", arguments.output, "The file to make")
        ->type_name(micromegas::tools::kFileType)
        ->required();
    export_command->add_option("--format", arguments.format, "perfetto or chrome (JSON)")
        ->check(CLI::IsMember(std::vector<std::string>{"perfetto", "chrome"}));

    CLI::App* const send = app.add_subcommand("send", "Send to a Micromegas server, from where an earlier try ended");
    constexpr int kMany = 1'000'000;
    send->add_option("FILE URL", arguments.files,
                     "Recordings, the oldest first, and the server: run.mmrec https://telemetry.example:9000")
        ->type_name(micromegas::tools::kFileType)
        ->expected(2, kMany)
        ->required();
    send->footer("The credential is that of MICROMEGAS_INGESTION_API_KEY, or of the client in MICROMEGAS_OIDC_….\n" +
                 exit_codes);

    CLI::App* const completion =
        app.add_subcommand("completion", "Print a script that completes this command in a shell: source <(…)");
    completion->add_option("SHELL", arguments.shell, "bash or zsh")
        ->required()
        ->check(CLI::IsMember(std::vector<std::string>{"bash", "zsh"}));

    try {
        app.parse(count, values);
    } catch (const CLI::ExtrasError& error) {
        return app.get_subcommands().empty() ? wrong_command(app, app.remaining().front())
                                             : (app.exit(error), micromegas::tools::kWrongUsage);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : micromegas::tools::kWrongUsage;
    }
    if (app.get_subcommands().empty()) {
        return wrong_command(app, "");
    }
    if (inspect->parsed()) {
        return run_inspect(arguments);
    }
    if (completion->parsed()) {
        fmt::print("{}", arguments.shell == "bash" ? micromegas::tools::bash_completion(app)
                                                   : micromegas::tools::zsh_completion(app));
        return 0;
    }
    if (send->parsed()) {
        const std::string url = std::move(arguments.files.back());
        arguments.files.pop_back();
        return micromegas::tools::send(arguments.files, url);
    }
    return check->parsed() ? micromegas::tools::check(arguments.files)
                           : micromegas::tools::export_trace(
                                 arguments.files, arguments.output,
                                 arguments.format == "chrome" ? TraceFormat::Chrome : TraceFormat::Perfetto);
}

}  // namespace

int main(int count, char** values) {
    try {
        return run(count, values);
    } catch (const std::exception& error) {
        return wrong(error.what());
    }
}
