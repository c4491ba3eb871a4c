#include "scan_spans.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <optional>
#include <span>
#include <string>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

using transit::UserDefinedType;

template <class T>
T read(std::span<const std::byte> from, std::size_t offset) noexcept {
    T value{};
    std::memcpy(&value, from.data() + offset, sizeof value);
    return value;
}

/// Calls `visit(type, bytes)` for each object of a queue.
template <class Visit>
void for_each_object(std::span<const std::byte> queue, const std::vector<UserDefinedType>& types, Visit visit) {
    while (!queue.empty()) {
        const auto type = std::to_integer<std::size_t>(queue.front());
        queue = queue.subspan(1);
        if (type >= types.size()) {
            return;
        }
        std::size_t size = types[type].size;
        if (size == 0) {
            if (queue.size() < sizeof(std::uint32_t)) {
                return;
            }
            size = read<std::uint32_t>(queue, 0);
            queue = queue.subspan(sizeof(std::uint32_t));
        }
        if (queue.size() < size) {
            return;
        }
        visit(type, queue.first(size));
        queue = queue.subspan(size);
    }
}

/// The offset of a member of 8 bytes.
std::optional<std::size_t> find(const UserDefinedType& type, std::string_view member) {
    const auto found = std::ranges::find(type.members, member, &transit::Member::name);
    return found != type.members.end() && found->offset + sizeof(std::uint64_t) <= type.size
               ? std::optional<std::size_t>{found->offset}
               : std::nullopt;
}

/// Ids of strings, then of spans' metadata, too.
class Names {
public:
    struct Found {
        std::uint64_t id;
        bool is_frame;
        bool is_work;
    };

    Names(const tracing::EventBlock& block, std::string_view frame, std::string_view work) {
        const auto& types = block.stream->dependencies_metadata;
        const auto dependencies = block.dependencies.bytes();
        for_each_object(dependencies, types, [&](std::size_t type, std::span<const std::byte> object) {
            if (types[type].name == "StaticString" && object.size() >= sizeof(std::uint64_t)) {
                const auto text = object.subspan(sizeof(std::uint64_t));
                add(read<std::uint64_t>(object, 0), is_same(text, frame), is_same(text, work));
            }
        });
        std::vector<Offsets> offsets;
        std::ranges::transform(types, std::back_inserter(offsets), [](const UserDefinedType& type) {
            return type.name == "SpanRecord" ? Offsets{find(type, "id"), find(type, "name")} : Offsets{};
        });
        const std::vector<Found> strings = found_;
        if (strings.empty()) {
            return;
        }
        for_each_object(dependencies, types, [&](std::size_t type, std::span<const std::byte> object) {
            const auto [id, name] = offsets[type];
            if (id && name) {
                const auto string = std::ranges::find(strings, read<std::uint64_t>(object, *name), &Found::id);
                if (string != strings.end()) {
                    add(read<std::uint64_t>(object, *id), string->is_frame, string->is_work);
                }
            }
        });
    }

    [[nodiscard]] bool empty() const noexcept { return found_.empty(); }
    [[nodiscard]] const Found* find_id(std::uint64_t id) const noexcept {
        const auto found = std::ranges::find(found_, id, &Found::id);
        return found != found_.end() ? &*found : nullptr;
    }

private:
    struct Offsets {
        std::optional<std::size_t> id = {};
        std::optional<std::size_t> name = {};
    };

    static bool is_same(std::span<const std::byte> bytes, std::string_view text) noexcept {
        return !text.empty() && bytes.size() == text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
    }
    void add(std::uint64_t id, bool is_frame, bool is_work) {
        if (is_frame || is_work) {
            found_.push_back({id, is_frame, is_work});
        }
    }

    std::vector<Found> found_;
};

/// Where the event of a thread span has its name or metadata, and its time.
struct SpanEvent {
    std::optional<std::size_t> site = {};
    std::optional<std::size_t> time = {};
    bool is_begin = false;
};

SpanEvent describe(const UserDefinedType& type) {
    if (type.name.find("Thread") == std::string::npos || !type.name.ends_with("SpanEvent")) {
        return {};
    }
    const auto name = find(type, "name");
    return {name ? name : find(type, "thread_span_desc"), find(type, "time"), type.name.starts_with("Begin")};
}

}  // namespace

std::vector<ScannedSpan> scan_spans(const tracing::EventBlock& block, std::string_view frame, std::string_view work) {
    std::vector<ScannedSpan> spans;
    const Names names{block, frame, work};
    if (names.empty()) {
        return spans;
    }
    const auto& types = block.stream->objects_metadata;
    std::vector<SpanEvent> events;
    std::ranges::transform(types, std::back_inserter(events), describe);
    for_each_object(block.objects.bytes(), types, [&](std::size_t type, std::span<const std::byte> object) {
        const SpanEvent& event = events[type];
        if (event.site && event.time) {
            if (const auto* const name = names.find_id(read<std::uint64_t>(object, *event.site))) {
                spans.push_back(
                    {name->is_frame, name->is_work, event.is_begin, read<std::int64_t>(object, *event.time)});
            }
        }
    });
    return spans;
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
