#pragma once

#include "recordings.hpp"

#include <micromegas/tracing/block_events.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace micromegas::tools {

/// How often a property of spans had which value; of more values than a person reads, the first ones.
class ValueCounts {
public:
    void add(std::string_view value);
    /// "cars (3), planes (1), 5 others".
    [[nodiscard]] std::string to_text() const;
    [[nodiscard]] nlohmann::ordered_json to_json() const;

private:
    std::vector<std::pair<std::string, std::uint64_t>> counts_;
    std::uint64_t others_ = 0;
};

/// Spans of the same name in the same place of the tree, taken together.
struct SpanNode {
    std::string name;
    std::uint64_t count = 0;
    double total = 0;  ///< Nanoseconds.
    double longest = 0;
    std::map<std::string, ValueCounts, std::less<>> properties;
    std::vector<std::unique_ptr<SpanNode>> children;  ///< In the order in which they first began.

    [[nodiscard]] SpanNode& child(std::string_view child_name);
    void add(double nanoseconds, std::span<const tracing::Property> of_span);
};

/// One tree for each thread, and one for the async spans of a process.
class SpanTrees {
public:
    void add(const ReadBlock& block, const tracing::SpanView& span);
    /// Spans that have not ended do so with the last event of their thread, as do those at a gap between its blocks.
    void finish();
    [[nodiscard]] std::string to_text() const;
    [[nodiscard]] nlohmann::ordered_json to_json() const;

private:
    struct Open {
        SpanNode* node;
        std::int64_t begin;
    };
    struct End {
        std::int64_t time = 0;
        std::vector<tracing::Property> properties;
    };
    struct Thread {
        SpanNode root;
        std::vector<Open> open;  // innermost last
        std::int64_t last = 0;
        std::int64_t end_ticks = 0;  // of its last block, since its process began
        double nanoseconds_per_tick = 1;
    };
    struct Async {
        SpanNode root;
        std::map<std::uint64_t, Open> spans;
        std::map<std::uint64_t, End> ends;  // read before their begins
        std::int64_t last = 0;
        double nanoseconds_per_tick = 1;
    };

    [[nodiscard]] std::vector<const SpanNode*> roots() const;
    static void add_to_thread(Thread& thread, const tracing::SpanView& span);
    static void end_open(Thread& thread);
    static void add_async(Async& async, const tracing::SpanView& span);

    std::map<tracing::Uuid::Bytes, std::size_t> thread_indexes_;  // by stream
    std::vector<std::unique_ptr<Thread>> threads_;
    std::map<tracing::Uuid::Bytes, Async> async_;  // by process
};

}  // namespace micromegas::tools
