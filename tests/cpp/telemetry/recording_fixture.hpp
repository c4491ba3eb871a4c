// Recordings in folders of their own.
#pragma once

#include "items_fixture.hpp"

#include <micromegas/telemetry/recording.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace micromegas::telemetry::testing {

class ScopedFolder {
public:
    ScopedFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "micromegas-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~ScopedFolder() { std::filesystem::remove_all(path_); }
    ScopedFolder(const ScopedFolder&) = delete;
    ScopedFolder& operator=(const ScopedFolder&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator{path_}) {
            names.push_back(entry.path().filename().string());
        }
        std::ranges::sort(names);
        return names;
    }

private:
    std::filesystem::path path_;
};

inline std::string read_file(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_file(const std::string& path, const std::string& bytes) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

/// An item with its bytes.
struct ReadItem {
    RecordingItemKind kind;
    std::uint64_t offset;
    Bytes body;

    friend bool operator==(const ReadItem&, const ReadItem&) = default;
};

struct ReadFile {
    std::vector<ReadItem> items;
    std::vector<RecordingGap> gaps;
    std::optional<RecordingGap> torn_end;
    std::optional<RecordingEnd> end;
    std::string error;

    [[nodiscard]] std::vector<std::string> blocks() const {
        std::vector<std::string> texts;
        for (const ReadItem& item : items) {
            if (item.kind == RecordingItemKind::Block) {
                texts.emplace_back(reinterpret_cast<const char*>(item.body.data()), item.body.size());
            }
        }
        return texts;
    }
};

inline ReadFile read_recording(const std::string& path) {
    ReadFile file;
    auto opened = RecordingReader::open(path);
    if (const auto* const error = std::get_if<std::string>(&opened)) {
        file.error = *error;
        return file;
    }
    auto& reader = *std::get_if<RecordingReader>(&opened);
    while (const auto item = reader.next()) {
        file.items.push_back({item->kind, item->offset, {item->body.begin(), item->body.end()}});
    }
    file.gaps = {reader.gaps().begin(), reader.gaps().end()};
    file.torn_end = reader.torn_end();
    file.end = reader.end();
    return file;
}

inline tracing::EventStream stream_number(std::uint8_t number) {
    tracing::EventStream stream{};
    stream.process_id = uuid(1);
    stream.stream_id = uuid(number);
    stream.tags = {"log"};
    return stream;
}

/// While it lives no file becomes larger, as on a disk that is full.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        before_handler_ = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, before_handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
    void (*before_handler_)(int) = nullptr;
};

}  // namespace micromegas::telemetry::testing
