#include "span_tree.hpp"

#include "printable.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace micromegas::tools {
namespace {

using nlohmann::ordered_json;

std::string duration(double nanoseconds) {
    if (nanoseconds < 1e3) {
        return fmt::format("{:.0f} ns", nanoseconds);
    }
    if (nanoseconds < 1e6) {
        return fmt::format("{:.2f} us", nanoseconds / 1e3);
    }
    return nanoseconds < 1e9 ? fmt::format("{:.2f} ms", nanoseconds / 1e6) : fmt::format("{:.3f} s", nanoseconds / 1e9);
}

struct Line {
    std::string text;
    const SpanNode* node;  // null: of a thread, or of a property
};

// Trees may be as deep as a recording says, so not by recursion.
std::vector<Line> lines_of(const SpanNode& root) {
    std::vector<Line> lines{{printable(root.name), nullptr}};
    std::vector<std::pair<const SpanNode*, std::size_t>> left;
    const auto push_children = [&](const SpanNode& node, std::size_t depth) {
        for (std::size_t i = node.children.size(); i-- > 0;) {
            left.emplace_back(node.children[i].get(), depth);
        }
    };
    push_children(root, 1);
    while (!left.empty()) {
        const auto [node, depth] = left.back();
        left.pop_back();
        const std::string indent(2 * std::min<std::size_t>(depth, 40), ' ');
        lines.push_back({indent + printable(node->name), node});
        for (const auto& [key, values] : node->properties) {
            lines.push_back({indent + "  - " + printable(key) + ": " + printable(values.to_text()), nullptr});
        }
        push_children(*node, depth + 1);
    }
    return lines;
}

ordered_json list_of(const SpanNode& root) {
    ordered_json list = ordered_json::array();
    std::vector<std::pair<const SpanNode*, std::size_t>> left;
    left.emplace_back(&root, 0);
    while (!left.empty()) {
        const auto [node, depth] = left.back();
        left.pop_back();
        if (depth != 0) {
            ordered_json& entry = list.emplace_back(
                ordered_json{{"thread", root.name},
                             {"depth", depth - 1},
                             {"span", node->name},
                             {"count", node->count},
                             {"total_ns", node->total},
                             {"mean_ns", node->total / static_cast<double>(std::max<std::uint64_t>(node->count, 1))},
                             {"max_ns", node->longest}});
            for (const auto& [key, values] : node->properties) {
                entry["properties"][key] = values.to_json();
            }
        }
        for (std::size_t i = node->children.size(); i-- > 0;) {
            left.emplace_back(node->children[i].get(), depth + 1);
        }
    }
    return list;
}

}  // namespace

SpanNode& SpanNode::child(std::string_view child_name) {
    const auto found = std::ranges::find(children, child_name, [](const auto& node) { return node->name; });
    if (found != children.end()) {
        return **found;
    }
    children.push_back(std::make_unique<SpanNode>());
    children.back()->name = child_name;
    return *children.back();
}

void ValueCounts::add(std::string_view value) {
    constexpr std::size_t kMostValues = 5;
    const auto known = std::ranges::find(counts_, value, &std::pair<std::string, std::uint64_t>::first);
    if (known != counts_.end()) {
        ++known->second;
    } else if (counts_.size() < kMostValues) {
        counts_.emplace_back(value, 1);
    } else {
        ++others_;
    }
}

std::string ValueCounts::to_text() const {
    std::string text;
    for (const auto& [value, count] : counts_) {
        text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", value.empty() ? "\"\"" : value, count);
    }
    return others_ == 0 ? text : fmt::format("{}, {} others", text, others_);
}

ordered_json ValueCounts::to_json() const {
    ordered_json values = ordered_json::object();
    values["values"] = ordered_json::object();
    for (const auto& [value, count] : counts_) {
        values["values"][value] = count;
    }
    values["others"] = others_;
    return values;
}

void SpanNode::add(double nanoseconds, std::span<const tracing::Property> of_span) {
    ++count;
    total += nanoseconds;
    longest = std::max(longest, nanoseconds);
    for (const tracing::Property& property : of_span) {
        properties[property.name].add(property.value);
    }
}

void SpanTrees::add(const ReadBlock& block, const tracing::SpanView& span) {
    const double tick = block.clock().nanoseconds_per_tick();
    if (span.is_async) {
        Async& async = async_[block.process.process_id.bytes()];
        async.root.name = fmt::format("async spans of {}", block.process.exe);
        async.nanoseconds_per_tick = tick;
        add_async(async, span);
        return;
    }
    const auto [place, is_new] = thread_indexes_.try_emplace(block.stream.stream_id.bytes(), threads_.size());
    if (is_new) {
        threads_.push_back(std::make_unique<Thread>());
        threads_.back()->root.name = fmt::format("thread {} {} of {}", block.property("thread-name"),
                                                 block.property("thread-id"), block.process.exe);
    }
    Thread& thread = *threads_[place->second];
    const telemetry::BlockHeader& header = block.block.header;
    if (!is_new && header.begin.ticks > thread.end_ticks) {  // the events between the blocks are missing
        end_open(thread);
    }
    thread.end_ticks = header.end.ticks;
    thread.nanoseconds_per_tick = tick;
    add_to_thread(thread, span);
}

void SpanTrees::add_to_thread(Thread& thread, const tracing::SpanView& span) {
    thread.last = std::max(thread.last, span.time);
    if (span.is_begin) {
        SpanNode& parent = thread.open.empty() ? thread.root : *thread.open.back().node;
        thread.open.push_back({&parent.child(span.name), span.time});
    } else if (!thread.open.empty()) {  // else its begin was lost
        const Open open = thread.open.back();
        thread.open.pop_back();
        open.node->add(static_cast<double>(span.time - open.begin) * thread.nanoseconds_per_tick, span.properties);
    }
}

void SpanTrees::add_async(Async& async, const tracing::SpanView& span) {
    async.last = std::max(async.last, span.time);
    End end{span.time, span.properties};
    if (span.is_begin) {
        const auto parent = async.spans.find(span.parent_id);
        SpanNode& above = parent == async.spans.end() ? async.root : *parent->second.node;
        async.spans.insert_or_assign(span.id, Open{&above.child(span.name), span.time});
        const auto earlier = async.ends.find(span.id);
        if (earlier == async.ends.end()) {
            return;
        }
        end = std::move(earlier->second);
        async.ends.erase(earlier);
    }
    const auto begun = async.spans.find(span.id);
    if (begun == async.spans.end()) {
        async.ends[span.id] = std::move(end);
        return;
    }
    // Its children find it there, also those that begin later.
    begun->second.node->add(static_cast<double>(end.time - begun->second.begin) * async.nanoseconds_per_tick,
                            end.properties);
}

void SpanTrees::end_open(Thread& thread) {
    for (; !thread.open.empty(); thread.open.pop_back()) {
        const Open& open = thread.open.back();
        open.node->add(static_cast<double>(thread.last - open.begin) * thread.nanoseconds_per_tick, {});
    }
}

void SpanTrees::finish() {
    for (const auto& thread : threads_) {
        end_open(*thread);
    }
}

std::vector<const SpanNode*> SpanTrees::roots() const {
    std::vector<const SpanNode*> roots;
    for (const auto& thread : threads_) {
        roots.push_back(&thread->root);
    }
    for (const auto& [id, async] : async_) {
        roots.push_back(&async.root);
    }
    return roots;
}

std::string SpanTrees::to_text() const {
    std::vector<Line> lines;
    for (const SpanNode* const root : roots()) {
        std::ranges::move(lines_of(*root), std::back_inserter(lines));
    }
    std::size_t width = 20;
    for (const Line& line : lines) {
        width = line.node != nullptr ? std::max(width, std::min<std::size_t>(line.text.size(), 60)) : width;
    }
    std::string text;
    for (const Line& line : lines) {
        if (line.node == nullptr) {
            text += line.text + "\n";
            continue;
        }
        const double mean = line.node->total / static_cast<double>(std::max<std::uint64_t>(line.node->count, 1));
        text += fmt::format("{:<{}} {:>9} x {:>10}, mean {:>10}, max {:>10}\n", line.text, width, line.node->count,
                            duration(line.node->total), duration(mean), duration(line.node->longest));
    }
    return text;
}

ordered_json SpanTrees::to_json() const {
    ordered_json all = ordered_json::array();
    for (const SpanNode* const root : roots()) {
        std::ranges::move(list_of(*root), std::back_inserter(all));
    }
    return all;
}

}  // namespace micromegas::tools
