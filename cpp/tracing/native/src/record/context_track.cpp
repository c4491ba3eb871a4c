#include "context_track.hpp"

#include <micromegas/tracing/detail/property_keys.hpp>

#include <algorithm>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

bool has_name(PropertyBytes properties, std::string_view wanted) noexcept {
    bool found = false;
    properties.for_each(
        [&](std::string_view name, const PropertyValue&) { found = found || is_same_key(name, wanted); });
    return found;
}

}  // namespace

PropertyBytes merge_properties(PropertyBytes inner, PropertyBytes outer, std::string& storage) {
    if (inner.empty() || outer.empty()) {
        return inner.empty() ? outer : inner;
    }
    storage.assign(inner.bytes);
    outer.for_each([&](std::string_view name, const PropertyValue& value) {
        if (!has_name(inner, name)) {
            const PropertyView property{name, value};
            const std::size_t size = storage.size();
            storage.resize(size + size_of_named({&property, 1}));
            put_named(reinterpret_cast<std::byte*>(storage.data() + size), {&property, 1});
        }
    });
    return {storage};
}

ProcessContextHistory::ProcessContextHistory() {
    for (const ProcessContext& change : process_contexts()) {
        const std::span<const PropertyView> properties = change.properties.views();
        std::string bytes(size_of_properties(properties), '\0');
        put_properties(reinterpret_cast<std::byte*>(bytes.data()), properties);
        changes_.push_back({change.since, bytes.substr(sizeof(std::uint64_t))});
    }
}

PropertyBytes ProcessContextHistory::at(std::int64_t time) const noexcept {
    if (changes_.empty()) [[likely]] {
        return {};
    }
    const auto later = std::ranges::upper_bound(changes_, time, {}, &Since::time);
    return later != changes_.begin() ? PropertyBytes{std::prev(later)->bytes} : PropertyBytes{};
}

PropertyBytes ContextTrack::at(std::int64_t time) {
    const PropertyBytes process = process_->at(time);
    if (process.empty()) {
        return thread_;
    }
    if (thread_.empty()) {
        return process;
    }
    if (process.bytes.data() != merged_of_.bytes.data()) {
        static_cast<void>(merge_properties(thread_, process, merged_.emplace_back()));
        merged_of_ = process;
    }
    return {merged_.back()};
}

void ContextTrack::keep() {
    if (thread_.bytes.data() != kept_->data()) {
        kept_->assign(thread_.bytes);
        thread_ = {*kept_};
    }
    merged_.clear();
    merged_of_ = {};
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
