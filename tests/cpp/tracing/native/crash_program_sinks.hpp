// The sinks of crash_program.cpp.
#pragma once

#include "crash_program_faults.hpp"

#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

#include <unistd.h>

namespace micromegas::tracing::crash_program {

inline void say(std::string_view line) {
    const std::string text = std::string{line} + "\n";
    static_cast<void>(!write(STDOUT_FILENO, text.data(), text.size()));
}

/// Prints a line for each entry at fatal, with its target and properties, and for each block: its kind and its number
/// of events.
class PipeSink : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override {
        return {.text = LevelFilter::Fatal, .blocks = true};
    }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }
    void on_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t,
                std::string_view message) noexcept override {
        std::string line = "fatal " + std::string{desc.target} + " " + std::string{message};
        std::string stack;
        for (const PropertyView& property : properties) {
            if (property.name == "stack") {
                stack = to_text(property.value);
            } else {
                line.append(" ").append(property.name).append("=").append(to_text(property.value));
            }
        }
        say(line);
        std::istringstream frames{stack};
        for (std::string frame; std::getline(frames, frame);) {
            say("stack " + frame);
        }
    }
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        say(block->stream->tags.front() + " " + std::to_string(block->object_count));
    }
    void on_shutdown() noexcept override { say("shutdown 1"); }
};

/// Waits, like a sink for a disk or a network.
class SlowSink final : public PipeSink {
public:
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        if (block->stream->kind == StreamKind::Log) {
            std::this_thread::sleep_for(std::chrono::milliseconds{200});
        }
        PipeSink::on_process_block(block);
    }
};

class CrashesWithBlocks final : public PipeSink {
public:
    void on_process_block(const std::shared_ptr<const EventBlock>& block) noexcept override {
        if (block->stream->kind == StreamKind::Log) {
            segfault();
        }
        PipeSink::on_process_block(block);
    }
};

class CrashesWithText final : public PipeSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override {
        return {.text = LevelFilter::Info, .blocks = true};
    }
    void on_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override {
        if (message == "crash") {
            segfault();
        }
        PipeSink::on_log(desc, properties, time, message);
    }
};

class CrashesAtShutdown final : public PipeSink {
public:
    void on_shutdown() noexcept override { segfault(); }
};

}  // namespace micromegas::tracing::crash_program
