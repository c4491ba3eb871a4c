#include "completion.hpp"

#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace micromegas::tools {
namespace {

struct Argument {
    std::vector<std::string> names;  // with their dashes; none if it is told by its position
    std::string description;
    bool has_value = false;
    bool is_file = false;
    bool is_repeated = false;
    std::vector<std::string> choices;
};

/// Those of CLI11's text for a set, "{one,two}".
std::vector<std::string> choices_of(std::string_view type_name) {
    const std::size_t begin = type_name.find('{');
    const std::size_t end = type_name.find('}');
    return begin == std::string_view::npos || end == std::string_view::npos
               ? std::vector<std::string>{}
               : CLI::detail::split(std::string{type_name.substr(begin + 1, end - begin - 1)}, ',');
}

std::vector<Argument> arguments_of(const CLI::App& command) {
    std::vector<Argument> arguments;
    for (const CLI::Option* const option : command.get_options()) {
        Argument& argument = arguments.emplace_back();
        for (const std::string& name : option->get_snames()) {
            argument.names.push_back("-" + name);
        }
        for (const std::string& name : option->get_lnames()) {
            argument.names.push_back("--" + name);
        }
        argument.description = option->get_description();
        argument.has_value = option->get_items_expected_max() > 0;
        argument.is_file = option->get_type_name().starts_with(kFileType);
        argument.is_repeated = option->get_items_expected_max() > 1;
        argument.choices = choices_of(option->get_type_name());
    }
    return arguments;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App*) { return true; });
}

std::string shell_word(std::string_view text) {
    std::string quoted{"'"};
    for (const char c : text) {
        quoted += c == '\'' ? std::string_view{"'\\''"} : std::string_view{&c, 1};
    }
    return quoted + "'";
}

/// Words that a space separates.
std::string list(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

/// A line that offers what may stand there.
std::string bash_values(const Argument& argument) {
    if (!argument.choices.empty()) {
        return fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$word\"))", list(argument.choices));
    }
    return argument.is_file ? "compopt -o default" : ":";
}

/// How `_arguments` names what may stand there.
std::string zsh_values(const Argument& argument) {
    if (!argument.choices.empty()) {
        return fmt::format(":value:({})", list(argument.choices));
    }
    return argument.is_file ? ":file:_files" : ":value: ";
}

std::string zsh_description(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') {
            escaped += '\\';
        }
        escaped += c;
    }
    return escaped;
}

/// The specifications of `_arguments`, each with a space before it.
std::string zsh_specifications(const CLI::App& command) {
    std::string text;
    for (const Argument& argument : arguments_of(command)) {
        if (argument.names.empty()) {
            text += fmt::format(" {}",
                                shell_word(fmt::format("{}{}", argument.is_repeated ? "*" : "", zsh_values(argument))));
        }
        for (const std::string& name : argument.names) {
            const bool is_long = name.starts_with("--");
            const std::string specification = fmt::format(
                "({}){}{}[{}]{}", list(argument.names), name, argument.has_value ? (is_long ? "=" : "+") : "",
                zsh_description(argument.description), argument.has_value ? zsh_values(argument) : "");
            text += fmt::format(" {}", shell_word(specification));
        }
    }
    return text;
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
    std::vector<std::string> commands;
    std::string values;    // by command and the option before the word
    std::string options;   // by command
    std::string operands;  // by command
    for (const CLI::App* const command : commands_of(app)) {
        commands.push_back(command->get_name());
        std::vector<std::string> names;
        for (const Argument& argument : arguments_of(*command)) {
            if (argument.names.empty()) {
                operands += fmt::format("        {}) {} ;;\n", command->get_name(), bash_values(argument));
                continue;
            }
            for (const std::string& name : argument.names) {
                names.push_back(name);
                if (argument.has_value) {
                    values += fmt::format("        {},{}) {} ; return ;;\n", command->get_name(), name,
                                          bash_values(argument));
                }
            }
        }
        options += fmt::format("            {}) names='{}' ;;\n", command->get_name(), list(names));
    }
    std::vector<std::string> own;
    for (const Argument& argument : arguments_of(app)) {
        own.insert(own.end(), argument.names.begin(), argument.names.end());
    }
    return fmt::format(R"(# Completion of micromegas, for bash: source <(micromegas completion bash)
_micromegas() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command= names='{own}' i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case ${{COMP_WORDS[i]}} in
            {alternatives}) command=${{COMP_WORDS[i]}}; break ;;
        esac
    done
    # bash takes --name=value apart.
    if [[ $word == = ]]; then
        word=
    elif [[ $before == = ]]; then
        before=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    case $command,$before in
{values}    esac
    if [[ $word == -* ]]; then
        case $command in
{options}        esac
        COMPREPLY=($(compgen -W "$names" -- "$word"))
        return
    fi
    case $command in
        '') COMPREPLY=($(compgen -W '{commands}' -- "$word")) ;;
{operands}    esac
}}
complete -F _micromegas micromegas
)",
                       fmt::arg("own", list(own)),
                       fmt::arg("alternatives", fmt::format("{}", fmt::join(commands, " | "))),
                       fmt::arg("values", values), fmt::arg("options", options), fmt::arg("operands", operands),
                       fmt::arg("commands", list(commands)));
}

std::string zsh_completion(const CLI::App& app) {
    std::string commands;
    std::string cases;
    for (const CLI::App* const command : commands_of(app)) {
        commands += fmt::format(
            " {}", shell_word(fmt::format("{}:{}", command->get_name(), zsh_description(command->get_description()))));
        cases +=
            fmt::format("                {}) _arguments -s{} ;;\n", command->get_name(), zsh_specifications(*command));
    }
    return fmt::format(R"(#compdef micromegas
# Completion of micromegas, for zsh: source <(micromegas completion zsh), or as a file _micromegas in a folder of fpath.
_micromegas() {{
    local state line curcontext=$curcontext
    local -a commands=({commands} )
    _arguments -C{options} '1:command:->command' '*::argument:->argument'
    case $state in
        command) _describe command commands ;;
        argument)
            case $words[1] in
{cases}            esac
            ;;
    esac
}}
if [[ $funcstack[1] == _micromegas ]]; then
    _micromegas "$@"
else
    compdef _micromegas micromegas
fi
)",
                       fmt::arg("commands", commands), fmt::arg("options", zsh_specifications(app)),
                       fmt::arg("cases", cases));
}

}  // namespace micromegas::tools
