// `micromegas completion` in the shells themselves, on a terminal.
#include "recording_fixture.hpp"

#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace micromegas {
namespace {

using telemetry::testing::ScopedFolder;
using telemetry::testing::write_file;

/// A shell on a terminal of its own. In it `micromegas` is a function that prints its arguments in angle brackets.
class Shell {
public:
    Shell(std::vector<const char*> command, const std::string& folder) {
        command.push_back(nullptr);
        pid_ = forkpty(&terminal_, nullptr, nullptr, nullptr);
        if (pid_ == 0) {
            setenv("TERM", "dumb", 1);
            setenv("PATH", (std::string{MICROMEGAS_COMMAND_FOLDER} + ":" + getenv("PATH")).c_str(), 1);
            setenv("HOME", folder.c_str(), 1);
            if (chdir(folder.c_str()) == 0) {
                execvp(command[0], const_cast<char**>(command.data()));
            }
            _exit(127);
        }
    }
    ~Shell() {
        close(terminal_);
        waitpid(pid_, nullptr, 0);
    }
    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

    /// Loads the completion.
    void prepare(const std::string& commands) {
        type(commands + "; micromegas() { printf '<%s>' \"$@\"; echo '<'end'>'; }; echo '<'end'>'\n");
        static_cast<void>(answer());
    }

    /// Types a line, in which \t completes, and returns the arguments that `micromegas` gets.
    [[nodiscard]] std::string complete(const std::string& line) {
        type("micromegas " + line + "\n");
        const std::string text = answer();
        return text.substr(text.rfind('\n') + 1);
    }

private:
    void type(const std::string& text) const {
        ASSERT_EQ(write(terminal_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }

    /// What the shell shows, to the end mark.
    [[nodiscard]] std::string answer() const {
        constexpr std::string_view kEnd = "<end>";
        std::string text;
        std::array<char, 4096> part{};
        while (!text.ends_with(kEnd)) {
            const ssize_t size = read(terminal_, part.data(), 1);
            if (size <= 0) {
                ADD_FAILURE() << "the shell ended: " << text;
                break;
            }
            text.append(part.data(), static_cast<std::size_t>(size));
        }
        return text.substr(0, text.size() - kEnd.size());
    }

    int terminal_ = -1;
    pid_t pid_ = -1;
};

struct Case {
    const char* line;
    const char* arguments;
};

constexpr std::array kCases{
    Case{"ins\t", "<inspect>"},
    Case{"completion z\t", "<completion><zsh>"},
    Case{"inspect --sou\t", "<inspect><--source>"},
    Case{"inspect --sou\t run\t", "<inspect><--source><run one.mmrec>"},
    Case{"export --form\t chr\t", "<export><--format><chrome>"},
    Case{"export --outp\t run\t", "<export><--output><run one.mmrec>"},
    Case{"export -o run\t run\t", "<export><-o><run one.mmrec><run one.mmrec>"},
    Case{"check --sou\t", "<check><--sou>"},
    Case{"inspect --filter run\t", "<inspect><--filter><run>"},
};

void expect_completions(Shell& shell) {
    for (const auto& [line, arguments] : kCases) {
        EXPECT_EQ(shell.complete(line), arguments) << line;
    }
}

TEST(Completion, InBash) {
    const ScopedFolder folder;
    write_file(folder.file("run one.mmrec"), "");
    Shell shell{{"bash", "--norc", "--noprofile", "-i"}, folder.file("")};
    shell.prepare("bind 'set bell-style none'; source <(command micromegas completion bash)");
    expect_completions(shell);
    EXPECT_EQ(shell.complete("export --format=per\t"), "<export><--format=perfetto>");
}

TEST(Completion, InZsh) {
    const ScopedFolder folder;
    write_file(folder.file("run one.mmrec"), "");
    Shell shell{{"zsh", "-f", "-i"}, folder.file("")};
    shell.prepare(
        "unsetopt beep auto_list; autoload -U compinit; compinit -D -u; "
        "source <(command micromegas completion zsh)");
    expect_completions(shell);
    EXPECT_EQ(shell.complete("export --format=per\t"), "<export><--format=perfetto>");
}

}  // namespace
}  // namespace micromegas
