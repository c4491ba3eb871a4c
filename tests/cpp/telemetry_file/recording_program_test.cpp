// The recordings of programs that end in various ways.
#include <micromegas/telemetry/decode_items.hpp>

#include "recording_fixture.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <random>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace micromegas::telemetry {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::read_recording;
using testing::ReadFile;
using testing::ScopedFolder;
using ::testing::SizeIs;

class Program {
public:
    Program(const char* ending, const std::string& recording) : pid_(fork()) {
        if (pid_ == 0) {
            setenv("MICROMEGAS_RECORDING", recording.c_str(), 1);
            setenv("MICROMEGAS_ENABLE_CPU_TRACING", "true", 1);
            setenv("ASAN_OPTIONS", "detect_leaks=0", 1);  // the child of a fork abandons what its parent had
            dup2(errors_[1], STDERR_FILENO);
            execl(RECORDING_PROGRAM, RECORDING_PROGRAM, ending, nullptr);
            _exit(127);
        }
        close(errors_[1]);
    }
    ~Program() { close(errors_[0]); }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    [[nodiscard]] int wait() const {
        int status = 0;
        waitpid(pid_, &status, 0);
        return status;
    }
    void kill() const { ::kill(pid_, SIGKILL); }
    [[nodiscard]] std::string errors() const {
        std::string text;
        std::array<char, 4096> part{};
        for (ssize_t size = 0; (size = read(errors_[0], part.data(), part.size())) > 0;) {
            text.append(part.data(), static_cast<std::size_t>(size));
        }
        return text;
    }

private:
    static std::array<int, 2> make_pipe() {
        std::array<int, 2> ends{};
        EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
        return ends;
    }

    std::array<int, 2> errors_ = make_pipe();
    pid_t pid_;
};

/// Its blocks, each of which follows the one before.
std::vector<BlockItem> blocks_of(const ReadFile& file) {
    std::vector<BlockItem> blocks;
    std::map<tracing::Uuid::Bytes, std::uint64_t> next;
    BlockDecoder decoder;
    for (const auto& item : file.items) {
        if (item.kind != RecordingItemKind::Block) {
            continue;
        }
        auto decoded = decoder.decode(item.body);
        auto* const block = std::get_if<BlockItem>(&decoded);
        EXPECT_NE(block, nullptr);
        std::uint64_t& offset = next[block->header.stream_id.bytes()];
        EXPECT_EQ(block->header.object_offset, offset);
        offset += block->header.object_count;
        blocks.push_back(std::move(*block));
    }
    return blocks;
}

std::uint64_t events_of(const ReadFile& file) {
    std::uint64_t events = 0;
    for (const BlockItem& block : blocks_of(file)) {
        events += block.header.object_count;
    }
    return events;
}

/// A log entry, a metric, both ends of a span.
constexpr std::uint64_t kEventsOfANumber = 4;

TEST(RecordingProgram, TheEnvironmentAloneMakesARecording) {
    const ScopedFolder folder;
    const Program program{"", folder.file("run.mmrec")};
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.errors(), "");
    const ReadFile file = read_recording(folder.file("run.mmrec"));
    EXPECT_EQ(events_of(file), kEventsOfANumber);
    EXPECT_TRUE(file.end.has_value());
}

TEST(RecordingProgram, APathThatCannotBeIsToldAndIgnored) {
    const Program program{"", "/no/such/folder/run"};
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.errors(),
              "micromegas: environment variable MICROMEGAS_RECORDING is \"/no/such/folder/run\": a recording cannot be "
              "made at \"/no/such/folder/run\": No such file or directory; nothing is written to a recording\n");
}

TEST(RecordingProgram, ACrashIsInTheFile) {
    const ScopedFolder folder;
    const Program program{"crash", folder.file("run.mmrec")};
    EXPECT_TRUE(WIFSIGNALED(program.wait()));
    const ReadFile file = read_recording(folder.file("run.mmrec"));
    EXPECT_TRUE(file.end.has_value());
    std::string names;
    for (const BlockItem& block : blocks_of(file)) {
        names.append(reinterpret_cast<const char*>(block.objects.data()), block.objects.size());
    }
    EXPECT_THAT(names, HasSubstr("SIGABRT"));
}

TEST(RecordingProgram, EachProcessOfAForkHasItsOwn) {
    const ScopedFolder folder;
    const Program program{"fork", folder.file("run.mmrec")};
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.errors(), "");
    ASSERT_THAT(folder.names(), SizeIs(2));
    for (const std::string& name : folder.names()) {
        const ReadFile file = read_recording(folder.file(name));
        EXPECT_EQ(events_of(file), name == "run.mmrec" ? 2 * kEventsOfANumber : kEventsOfANumber) << name;
        EXPECT_TRUE(file.end.has_value()) << name;
    }
}

TEST(RecordingProgram, AChildThatDoesNotRecordLeavesItsParentsFileAlone) {
    const ScopedFolder folder;
    const Program program{"fork-alone", folder.file("run.mmrec")};
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.errors(), "");
    ASSERT_THAT(folder.names(), SizeIs(1));
    EXPECT_EQ(events_of(read_recording(folder.file("run.mmrec"))), kEventsOfANumber);
}

TEST(RecordingProgram, KilledItLeavesBlocksWithoutAGap) {
    const ScopedFolder folder;
    std::mt19937 random{3};  // NOLINT(bugprone-random-generator-seed): the same each time
    std::uint64_t seen = 0;
    const char* const rounds = std::getenv("MICROMEGAS_TEST_KILLS");
    for (int round = 0; round < (rounds != nullptr ? std::atoi(rounds) : 100); ++round) {
        const std::string path = folder.file("run" + std::to_string(round));
        const Program program{"for-ever", path};
        while (!std::filesystem::exists(path) || std::filesystem::file_size(path) == 0) {
            std::this_thread::yield();
        }
        std::this_thread::sleep_for(std::chrono::microseconds{random() % 60'000});
        program.kill();
        EXPECT_TRUE(WIFSIGNALED(program.wait()));
        const ReadFile file = read_recording(path);
        EXPECT_THAT(file.gaps, IsEmpty());
        seen += events_of(file);
        std::filesystem::remove(path);
    }
    EXPECT_GT(seen, 0U);
}

TEST(RecordingProgram, TwoAtOnceWriteTwoFiles) {
    const ScopedFolder folder;
    const Program first{"for-ever", folder.file("run.mmrec")};
    while (!std::filesystem::exists(folder.file("run.mmrec"))) {
        std::this_thread::yield();
    }
    const Program second{"", folder.file("run.mmrec")};
    EXPECT_EQ(second.wait(), 0);
    first.kill();
    static_cast<void>(first.wait());
    EXPECT_THAT(folder.names(), SizeIs(2));
}

}  // namespace
}  // namespace micromegas::telemetry
