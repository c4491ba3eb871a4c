// The text that has arrived on a program's standard output, of any kind, after the program ended in any way.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t size = 0; (size = read(descriptor, part.data(), part.size())) > 0;) {
        text.append(part.data(), static_cast<std::size_t>(size));
    }
    return text;
}

std::string contents(const File& file) {
    lseek(fileno(file.get()), 0, SEEK_SET);
    return read_all(fileno(file.get()));
}

/// The messages, without time, level and target.
std::vector<std::string> messages(const std::string& text) {
    std::vector<std::string> found;
    static const std::regex kLine{
        R"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z [A-Z]+ +\[[^\]]*\] (.*))"};
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line = text.substr(begin, end - begin);
        std::smatch match;
        found.push_back(std::regex_match(line, match, kLine) ? match[1].str() : "not a line: " + line);
        begin = end + 1;
    }
    return found;
}

class Program {
public:
    /// `output` is its standard output; -1: it has none.
    Program(int output, const std::vector<std::string>& arguments) {
        pid_ = fork();
        if (pid_ == 0) {
            if (output == -1) {
                close(STDOUT_FILENO);
            } else {
                dup2(output, STDOUT_FILENO);
            }
            dup2(fileno(errors_.get()), STDERR_FILENO);
            std::vector<std::string> all{TEXT_PROGRAM};
            all.insert(all.end(), arguments.begin(), arguments.end());
            std::vector<char*> pointers;
            for (std::string& argument : all) {
                pointers.push_back(argument.data());
            }
            pointers.push_back(nullptr);
            alarm(60);
            execv(TEXT_PROGRAM, pointers.data());
            _exit(127);
        }
    }

    void kill() const { ::kill(pid_, SIGKILL); }
    int wait() const {
        int status = 0;
        waitpid(pid_, &status, 0);
        return status;
    }
    [[nodiscard]] std::string errors() const { return contents(errors_); }

private:
    File errors_{std::tmpfile()};
    pid_t pid_ = -1;
};

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
        out = ends[0];
        in = ends[1];
    }
    ~Pipe() {
        close_in();
        close_out();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void close_in() { close(std::exchange(in, -1)); }
    void close_out() { close(std::exchange(out, -1)); }

    int out = -1;
    int in = -1;
};

class TextDelivery : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Ways, TextDelivery, ::testing::Values("deferred", "at-once", "automatic", "file"));

/// Of the descriptor that the program has.
class TerminalDelivery : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Ways, TerminalDelivery, ::testing::Values("deferred", "at-once", "automatic"));

TEST_P(TextDelivery, EveryLineIsThereAtTheEnd) {
    for (const char* const ending : {"return", "exit"}) {
        const File file{std::tmpfile()};
        const Program program{fileno(file.get()), {GetParam(), ending}};
        EXPECT_EQ(program.wait(), 0) << ending;
        EXPECT_THAT(messages(contents(file)), ElementsAre("line 1", "line 2", "line 3")) << ending;
        EXPECT_THAT(program.errors(), IsEmpty());
    }
}

TEST_P(TerminalDelivery, LinesOfTheProgramItselfStayWhole) {
    constexpr std::size_t kLines = 5000;  // many buffers of stdio
    const File file{std::tmpfile()};
    const Program program{fileno(file.get()), {GetParam(), "print", std::to_string(kLines)}};
    EXPECT_EQ(program.wait(), 0);
    std::size_t printed = 0;
    std::size_t logged = 0;
    for (const std::string& line : messages(contents(file))) {
        if (line == "not a line: printed before line " + std::to_string(printed + 1)) {
            ++printed;
        } else if (line == "line " + std::to_string(logged + 1)) {
            ++logged;
            EXPECT_GE(printed, logged) << "not before earlier output of the program";
        } else {
            ADD_FAILURE() << line;
        }
    }
    EXPECT_EQ(printed, kLines);
    EXPECT_EQ(logged, kLines);
}

TEST_P(TextDelivery, EveryLineIsThereAfterACrash) {
    for (const char* const ending : {"abort", "terminate"}) {
        const File file{std::tmpfile()};
        const Program program{fileno(file.get()), {GetParam(), ending}};
        const int status = program.wait();
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) << ending;
        const auto lines = messages(contents(file));
        ASSERT_EQ(lines.size(), 4U) << ending;
        EXPECT_EQ(lines[2], "line 3");
    }
}

TEST_P(TextDelivery, AWarningIsWrittenWithAllEntriesBeforeIt) {
    const File file{std::tmpfile()};
    const Program program{fileno(file.get()), {GetParam(), "warn"}};
    EXPECT_EQ(program.wait(), 0);
    EXPECT_THAT(messages(contents(file)), ElementsAre("line 1", "line 2", "line 3", "a warning"));
}

TEST_P(TextDelivery, ALineIsSeenWhileTheProgramRuns) {
    Pipe pipe;
    const Program program{pipe.in, {GetParam(), "stay", "1"}};
    pipe.close_in();
    std::string text;
    std::array<char, 256> part{};
    while (text.find('\n') == std::string::npos) {
        const ssize_t size = read(pipe.out, part.data(), part.size());
        ASSERT_GT(size, 0);
        text.append(part.data(), static_cast<std::size_t>(size));
    }
    program.kill();
    EXPECT_TRUE(WIFSIGNALED(program.wait()));
    EXPECT_THAT(messages(text + read_all(pipe.out)), ElementsAre("line 1"));
}

TEST_P(TextDelivery, AForkPrintsNothingOfItsParents) {
    const File file{std::tmpfile()};
    const Program program{fileno(file.get()), {GetParam(), "fork"}};
    EXPECT_EQ(program.wait(), 0);
    EXPECT_THAT(messages(contents(file)), ElementsAre("line 1", "line 2", "line 3", "from the parent"));
}

TEST_P(TextDelivery, AForkMayInitialiseAgain) {
    const File file{std::tmpfile()};
    const Program program{fileno(file.get()), {GetParam(), "fork-and-initialise", "1"}};
    EXPECT_EQ(program.wait(), 0);
    EXPECT_THAT(messages(contents(file)),
                ::testing::UnorderedElementsAre("line 1", "from the child", "from the parent"));
}

TEST_P(TerminalDelivery, APipeThatNobodyReadsDoesNotEndTheProgram) {
    constexpr auto* kProblem = "micromegas: cannot write log lines to standard output: Broken pipe; ";
    // the last is more than the waiting text of 1 MiB
    for (const auto& [lines, told] : {std::pair{"1", "1 line is lost\n"}, std::pair{"3", "3 lines are lost\n"},
                                      std::pair{"30000", "30000 lines are lost\n"}}) {
        Pipe pipe;
        pipe.close_out();
        const Program program{pipe.in, {GetParam(), "return", lines}};
        EXPECT_EQ(program.wait(), 0);
        EXPECT_EQ(program.errors(), std::string{kProblem} + told) << "once, with the whole number";
    }
}

/// Like `program | head -1`.
TEST_P(TerminalDelivery, AReaderThatLeavesIsReportedOnceWithItsLosses) {
    constexpr std::size_t kLines = 30'000;
    Pipe pipe;
    const Program program{pipe.in, {GetParam(), "return", std::to_string(kLines)}};
    pipe.close_in();
    std::string text(60'000, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t part = read(pipe.out, text.data() + size, text.size() - size);
        ASSERT_GT(part, 0);
        size += static_cast<std::size_t>(part);
    }
    pipe.close_out();
    EXPECT_EQ(program.wait(), 0);
    const std::string errors = program.errors();
    static const std::regex kWhole{
        "micromegas: cannot write log lines to standard output: Broken pipe; ([0-9]+) lines are lost\n"};
    std::smatch match;
    ASSERT_TRUE(std::regex_match(errors, match, kWhole)) << errors;
    const auto read_lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    const auto most_in_pipe = std::size_t{65536} / (text.size() / (read_lines + 1)) + 1;
    EXPECT_LE(std::stoul(match[1]), kLines - read_lines);
    EXPECT_GE(std::stoul(match[1]) + most_in_pipe, kLines - read_lines)
        << "the text that it left in the pipe was written";
}

TEST_P(TerminalDelivery, AStandardOutputThatIsClosedIsTold) {
    const Program program{-1, {GetParam(), "return"}};
    EXPECT_EQ(program.wait(), 0);
    EXPECT_THAT(program.errors(), HasSubstr("3 lines are lost\n"));
}

TEST_P(TextDelivery, AFullDiskIsTold) {
    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    ASSERT_NE(full, -1);
    const Program program{full, {GetParam(), "return"}};
    close(full);
    EXPECT_EQ(program.wait(), 0);
    EXPECT_THAT(program.errors(), HasSubstr("No space left on device; lines wait until it can be written again\n"));
    EXPECT_THAT(program.errors(), HasSubstr("No space left on device; 3 lines are lost\n"));
}

TEST_P(TextDelivery, APipeThatIsFullAndDoesNotBlockLosesNothingInSilence) {
    constexpr std::size_t kLines = 20'000;
    Pipe pipe;
    ASSERT_EQ(fcntl(pipe.in, F_SETFL, O_NONBLOCK), 0);
    const Program program{pipe.in, {GetParam(), "return", std::to_string(kLines)}};
    pipe.close_in();
    std::string text = read_all(pipe.out);
    EXPECT_EQ(program.wait(), 0);
    text.resize(text.rfind('\n') + 1);  // a line that was cut at the very end is lost
    std::size_t arrived = 0;
    std::size_t lost = 0;
    std::size_t last = 0;
    for (const std::string& line : messages(text)) {
        if (line.starts_with("line ")) {
            const std::size_t number = std::stoul(line.substr(5));
            EXPECT_GT(number, last) << "in order, once each, and whole";
            last = number;
            ++arrived;
        } else {
            EXPECT_THAT(line, HasSubstr(" lines were lost here: Resource temporarily unavailable"));
            lost += std::stoul(line);
        }
    }
    static const std::regex kAtTheEnd{"; ([0-9]+) lines? (?:is|are) lost\n"};  // where this test reads too slowly
    const std::string errors = program.errors();
    if (std::smatch match; std::regex_search(errors, match, kAtTheEnd)) {
        lost += std::stoul(match[1]);
    }
    EXPECT_EQ(arrived + lost, kLines);
}

}  // namespace
