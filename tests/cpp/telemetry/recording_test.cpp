#include <micromegas/telemetry/decode_items.hpp>
#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/telemetry/recording.hpp>

#include "recording_fixture.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace micromegas::telemetry {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the fixtures
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Kind = RecordingItemKind;

std::vector<Kind> kinds(const ReadFile& file) {
    std::vector<Kind> kinds;
    for (const ReadItem& item : file.items) {
        kinds.push_back(item.kind);
    }
    return kinds;
}

/// Three blocks of two streams, and an end.
void write_some(const std::string& path) {
    RecordingWriter writer{{.path = path}};
    ASSERT_EQ(writer.open(), std::error_code{});
    writer.begin_process(some_process());
    ASSERT_EQ(writer.write_block(stream_number(2), text_bytes("one")), std::error_code{});
    ASSERT_EQ(writer.write_block(stream_number(3), text_bytes("two")), std::error_code{});
    ASSERT_EQ(writer.write_block(stream_number(2), text_bytes("three")), std::error_code{});
    ASSERT_EQ(writer.close({.continues = false, .lost_blocks = 7, .lost_events = 70}), std::error_code{});
}

TEST(Recording, HasEachStreamBeforeItsFirstBlock) {
    const ScopedFolder folder;
    write_some(folder.file("run.mmrec"));
    const ReadFile file = read_recording(folder.file("run.mmrec"));
    EXPECT_EQ(file.error, "");
    EXPECT_THAT(kinds(file), ElementsAre(Kind::Process, Kind::Stream, Kind::Block, Kind::Stream, Kind::Block,
                                         Kind::Block, Kind::End));
    EXPECT_THAT(file.blocks(), ElementsAre("one", "two", "three"));
    EXPECT_THAT(file.gaps, IsEmpty());
    EXPECT_FALSE(file.torn_end.has_value());
    ASSERT_TRUE(file.end.has_value());
    EXPECT_FALSE(file.end->continues);
    EXPECT_EQ(file.end->lost_blocks, 7U);
    EXPECT_EQ(file.end->lost_events, 70U);
    const auto process = decode_process(file.items[0].body);
    ASSERT_TRUE(std::holds_alternative<tracing::ProcessInfo>(process));
    EXPECT_EQ(std::get_if<tracing::ProcessInfo>(&process)->exe, "/usr/bin/engine");
    const auto stream = decode_stream(file.items[3].body);
    ASSERT_TRUE(std::holds_alternative<StreamItem>(stream));
    EXPECT_EQ(std::get_if<StreamItem>(&stream)->stream_id, uuid(3));
}

TEST(Recording, CutAnywhereIsReadUpToTheLastWholeItem) {
    const ScopedFolder folder;
    const std::string path = folder.file("run.mmrec");
    write_some(path);
    const std::string whole = read_file(path);
    const ReadFile all = read_recording(path);
    const std::string cut = folder.file("cut.mmrec");
    for (std::size_t size = 1; size < whole.size(); ++size) {
        write_file(cut, whole.substr(0, size));
        const ReadFile file = read_recording(cut);
        if (size < 16) {
            EXPECT_THAT(file.error, EndsWith("cut within its first 16 bytes")) << size;
            continue;
        }
        EXPECT_EQ(file.error, "");
        std::size_t whole_items = 0;
        std::uint64_t end = 16;
        for (const ReadItem& item : all.items) {
            const std::uint64_t item_end = item.offset + 16 + item.body.size();
            if (item_end <= size) {
                ++whole_items;
                end = item_end;
            }
        }
        ASSERT_EQ(file.items.size(), whole_items) << size;
        EXPECT_TRUE(std::ranges::equal(file.items, std::span{all.items}.first(whole_items))) << size;
        EXPECT_EQ(file.torn_end.has_value(), end != size) << size;
        if (file.torn_end) {
            EXPECT_EQ(file.torn_end->offset, end);
            EXPECT_EQ(file.torn_end->bytes, size - end);
        }
        EXPECT_FALSE(file.end.has_value());
        EXPECT_THAT(file.gaps, IsEmpty());
    }
}

TEST(Recording, OfADamagedByteOneItemIsLost) {
    const ScopedFolder folder;
    const std::string path = folder.file("run.mmrec");
    write_some(path);
    const std::string whole = read_file(path);
    const ReadFile all = read_recording(path);
    const std::string damaged = folder.file("damaged.mmrec");
    for (std::size_t place = 0; place < whole.size(); ++place) {
        std::string bytes = whole;
        bytes[place] = static_cast<char>(bytes[place] ^ 0x10);
        write_file(damaged, bytes);
        const ReadFile file = read_recording(damaged);
        if (place < 16) {
            EXPECT_NE(file.error, "") << place;
            continue;
        }
        std::vector<ReadItem> expected = all.items;
        const auto hit = std::ranges::find_if(expected, [&](const ReadItem& item) {
            return place >= item.offset && place < item.offset + 16 + item.body.size();
        });
        const ReadItem lost = *hit;
        expected.erase(hit);
        EXPECT_EQ(file.items, expected) << place;
        const auto& told = file.gaps.empty() ? file.torn_end : std::optional{file.gaps.front()};
        ASSERT_TRUE(told.has_value()) << place;
        EXPECT_EQ(told->offset, lost.offset) << place;
        EXPECT_EQ(told->bytes, 16 + lost.body.size()) << place;
    }
}

TEST(Recording, FilesOfOthersAreRefused) {
    const ScopedFolder folder;
    const auto error_of = [&](const std::string& bytes) {
        write_file(folder.file("x"), bytes);
        return read_recording(folder.file("x")).error;
    };
    EXPECT_THAT(error_of("2026-08-01 a log line in a text file\n"), EndsWith("x: byte 0: this is not a recording"));
    write_some(folder.file("run.mmrec"));
    const std::string whole = read_file(folder.file("run.mmrec"));
    std::string as_text = whole;
    as_text.erase(as_text.find('\r'), 1);
    EXPECT_THAT(error_of(as_text), EndsWith("byte 0: this is not a recording"));
    EXPECT_THAT(read_recording(folder.file("none")).error,
                EndsWith("none: cannot be opened: No such file or directory"));
    EXPECT_THAT(read_recording(folder.path().string()).error, EndsWith("is not a file"));
    const ReadFile empty = [&] {
        write_file(folder.file("x"), "");
        return read_recording(folder.file("x"));
    }();
    EXPECT_EQ(empty.error, "");
    EXPECT_THAT(empty.items, IsEmpty());
}

TEST(Recording, IsFollowedWhileItGrows) {
    const ScopedFolder folder;
    RecordingWriter writer{{.path = folder.file("run.mmrec")}};
    ASSERT_EQ(writer.open(), std::error_code{});
    auto opened = RecordingReader::open(folder.file("run.mmrec"));
    auto& reader = *std::get_if<RecordingReader>(&opened);
    EXPECT_FALSE(reader.next().has_value());
    writer.begin_process(some_process());
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(writer.write_block(stream_number(2), text_bytes(std::to_string(i))), std::error_code{});
        for (;;) {
            const auto item = reader.next();
            ASSERT_TRUE(item.has_value());
            if (item->kind == Kind::Block) {
                EXPECT_EQ(Bytes(item->body.begin(), item->body.end()), text_bytes(std::to_string(i)));
                break;
            }
        }
        EXPECT_FALSE(reader.next().has_value());
        EXPECT_FALSE(reader.torn_end().has_value());
    }
}

TEST(Recording, GoesOnInAFileThatNeedsNoOther) {
    const ScopedFolder folder;
    const std::string path = folder.file("run.mmrec");
    RecordingWriter writer{{.path = path, .max_bytes = 5000, .max_files = 3}};
    ASSERT_EQ(writer.open(), std::error_code{});
    writer.begin_process(some_process());
    std::vector<std::string> written;
    for (int i = 0; i < 100; ++i) {
        written.push_back(std::to_string(i) + std::string(i == 90 ? 9000 : 1000, '.'));
        ASSERT_EQ(writer.write_block(stream_number(static_cast<std::uint8_t>(2 + i % 2)), text_bytes(written.back())),
                  std::error_code{});
    }
    ASSERT_EQ(writer.close({}), std::error_code{});
    EXPECT_THAT(folder.names(), ElementsAre("run.mmrec", "run.mmrec.1", "run.mmrec.2"));
    std::vector<std::string> read;
    for (const std::string& name : {path + ".2", path + ".1", path}) {
        const ReadFile file = read_recording(name);
        EXPECT_EQ(file.items.front().kind, Kind::Process) << name;
        EXPECT_EQ(file.items.at(1).kind, Kind::Stream) << name;
        ASSERT_TRUE(file.end.has_value()) << name;
        EXPECT_EQ(file.end->continues, name != path) << name;
        EXPECT_LE(read_file(name).size(), 5000U) << name;
        std::ranges::copy(file.blocks(), std::back_inserter(read));
    }
    ASSERT_GT(read.size(), 3U);
    EXPECT_TRUE(std::ranges::equal(read, std::span{written}.last(read.size())));
}

TEST(Recording, ANumberOfFilesOutOfRangeIsRefused) {
    const ScopedFolder folder;
    for (const unsigned max_files : {0U, 1001U}) {
        RecordingWriter writer{{.path = folder.file("r"), .max_files = max_files}};
        EXPECT_EQ(writer.open(), std::errc::invalid_argument) << max_files;
    }
    EXPECT_THAT(folder.names(), ElementsAre());
}

TEST(Recording, ABlockLargerThanAFileHasOneOfItsOwn) {
    const ScopedFolder folder;
    RecordingWriter writer{{.path = folder.file("r"), .max_bytes = 2000, .max_files = 9}};
    ASSERT_EQ(writer.open(), std::error_code{});
    writer.begin_process(some_process());
    for (const std::size_t size : {10UL, 9000UL, 10UL}) {
        ASSERT_EQ(writer.write_block(stream_number(2), Bytes(size)), std::error_code{});
    }
    EXPECT_THAT(folder.names(), ElementsAre("r", "r.1", "r.2"));
}

TEST(Recording, FilesOfAnEarlierRunAreKept) {
    const ScopedFolder folder;
    write_some(folder.file("run.mmrec"));
    const std::string first = read_file(folder.file("run.mmrec"));
    write_some(folder.file("run.mmrec"));
    EXPECT_THAT(folder.names(), ElementsAre("run.mmrec", "run.mmrec.1"));
    EXPECT_EQ(read_file(folder.file("run.mmrec.1")), first);
    write_some(folder.file("run.mmrec"));
    write_some(folder.file("run.mmrec"));
    write_some(folder.file("run.mmrec"));
    EXPECT_THAT(folder.names(), ElementsAre("run.mmrec", "run.mmrec.1", "run.mmrec.2", "run.mmrec.3", "run.mmrec.4"));
}

TEST(Recording, TwoWritersNeverShareAFile) {
    const ScopedFolder folder;
    RecordingWriter writer{{.path = folder.file("run.mmrec")}};
    ASSERT_EQ(writer.open(), std::error_code{});
    writer.begin_process(some_process());
    ASSERT_EQ(writer.write_block(stream_number(2), text_bytes("parent")), std::error_code{});
    const pid_t child = fork();
    if (child == 0) {
        RecordingWriter another{{.path = folder.file("run.mmrec")}};
        const bool is_open = !another.open();
        another.begin_process(some_process());
        _exit(is_open && !another.write_block(stream_number(2), text_bytes("child")) ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    ASSERT_EQ(writer.write_block(stream_number(2), text_bytes("parent again")), std::error_code{});
    const std::string of_child = "run." + std::to_string(child) + ".mmrec";
    EXPECT_THAT(folder.names(), ::testing::UnorderedElementsAre("run.mmrec", of_child));
    EXPECT_THAT(read_recording(folder.file("run.mmrec")).blocks(), ElementsAre("parent", "parent again"));
    EXPECT_THAT(read_recording(folder.file(of_child)).blocks(), ElementsAre("child"));
}

TEST(Recording, AFolderIsGivenANameOfTheProgram) {
    const ScopedFolder folder;
    RecordingWriter writer{{.path = folder.path().string()}};
    ASSERT_EQ(writer.open(), std::error_code{});
    EXPECT_THAT(folder.names(), ElementsAre("telemetry_test-" + std::to_string(getpid()) + ".mmrec"));
    EXPECT_EQ(writer.path(), folder.file(folder.names().front()));
}

TEST(Recording, APathThatIsNoFileIsRefused) {
    const ScopedFolder folder;
    ASSERT_EQ(mkfifo(folder.file("pipe").c_str(), 0600), 0);
    EXPECT_TRUE(RecordingWriter{{.path = folder.file("pipe")}}.open());
    EXPECT_EQ(RecordingWriter{{.path = "/dev/full"}}.open(), std::errc::invalid_seek);
    EXPECT_EQ(RecordingWriter{{.path = folder.file("no/such/folder")}}.open(), std::errc::no_such_file_or_directory);
    EXPECT_EQ(RecordingWriter{{.path = ""}}.open(), std::errc::invalid_argument);
}

TEST(Recording, WhereTheDiskIsFullTheFileEndsWithAWholeItem) {
    const ScopedFolder folder;
    const std::string path = folder.file("run.mmrec");
    RecordingWriter writer{{.path = path}};
    ASSERT_EQ(writer.open(), std::error_code{});
    writer.begin_process(some_process());
    std::size_t written = 0;
    for (rlim_t room = 0; room < 3000; room += 7) {
        const FullDisk disk{room};
        if (!writer.write_block(stream_number(2), text_bytes(std::to_string(written)))) {
            ++written;
        }
        const ReadFile file = read_recording(path);
        EXPECT_EQ(file.blocks().size(), written) << room;
        EXPECT_FALSE(file.torn_end.has_value()) << room;
        EXPECT_THAT(file.gaps, IsEmpty());
    }
    EXPECT_GT(written, 10U);
    ASSERT_EQ(writer.write_block(stream_number(3), text_bytes("room again")), std::error_code{});
    ASSERT_EQ(writer.close({}), std::error_code{});
    const ReadFile file = read_recording(path);
    EXPECT_EQ(file.blocks().back(), "room again");
    EXPECT_EQ(std::ranges::count(kinds(file), Kind::Process), 1);
    EXPECT_EQ(std::ranges::count(kinds(file), Kind::Stream), 2);
}

TEST(Recording, AProcessThatIsKilledLeavesWholeItems) {
    const ScopedFolder folder;
    std::mt19937 random{7};  // NOLINT(bugprone-random-generator-seed): the same each time
    std::size_t seen = 0;
    for (int round = 0; round < 200; ++round) {
        const std::string path = folder.file("run" + std::to_string(round));
        const pid_t child = fork();
        if (child == 0) {
            RecordingWriter writer{{.path = path, .max_bytes = 400'000, .max_files = 2}};
            static_cast<void>(writer.open());
            writer.begin_process(some_process());
            for (int i = 0;; ++i) {
                Bytes block(static_cast<std::size_t>(i * 37 % 50'000), std::byte{'x'});
                static_cast<void>(writer.write_block(stream_number(2), block));
            }
        }
        std::this_thread::sleep_for(std::chrono::microseconds{random() % 5000});
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        for (const std::string& name : {path, path + ".1"}) {
            if (!std::filesystem::exists(name) || std::filesystem::file_size(name) < 16) {
                continue;
            }
            const ReadFile file = read_recording(name);
            EXPECT_EQ(file.error, "");
            EXPECT_THAT(file.gaps, IsEmpty());
            std::vector<std::string> blocks = file.blocks();
            for (std::size_t i = 1; i < blocks.size(); ++i) {
                EXPECT_EQ(blocks[i].size(), (blocks[i - 1].size() + 37) % 50'000);
            }
            seen += blocks.size();
        }
    }
    EXPECT_GT(seen, 0U);
}

}  // namespace
}  // namespace micromegas::telemetry
