// A block while it is put together: its objects, and once each what they refer to.
#pragma once

#include "records.hpp"

#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/property_set_dependency.hpp>
#include <micromegas/transit/strings.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace micromegas::tracing::detail {

/// Ids within a block. A piece of metadata is its address, which is even; strings and property sets are numbered by
/// content, with odd numbers: so one id never stands for two things, whatever lies at an address.
template <class Objects, class Dependencies>
class BlockBuilder {
public:
    Objects objects;

    [[nodiscard]] std::uint64_t string(std::string_view text) {
        if (const auto known = strings_.find(text); known != strings_.end()) {
            return known->second;
        }
        const std::uint64_t id = next_id();
        strings_.emplace(text, id);
        dependencies_.push(transit::StaticString{.id = id, .text = text});
        return id;
    }

    /// `describe(id)` makes the dependency of metadata that the block has not referred to before.
    template <class Metadata, class Describe>
    [[nodiscard]] std::uint64_t metadata(const Metadata& metadata, Describe describe) {
        static_assert(alignof(Metadata) > 1);
        const auto id = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(&metadata));
        if (id != last_metadata_ && described_.insert(id).second) {
            dependencies_.push(describe(id));
        }
        last_metadata_ = id;
        return id;
    }

    /// For metadata that has no address of its own.
    template <class Describe>
    [[nodiscard]] std::uint64_t transient_metadata(Describe describe) {
        const std::uint64_t id = next_id();
        dependencies_.push(describe(id));
        return id;
    }

    [[nodiscard]] std::uint64_t property_set(PropertyBytes properties) {
        if (const auto known = property_sets_.find(properties.bytes); known != property_sets_.end()) {
            return known->second;
        }
        std::vector<PropertyRef> references;
        properties.for_each([&](std::string_view name, std::string_view value) {
            references.push_back({.name = {string(name)}, .value = {string(value)}});
        });
        const std::uint64_t id = next_id();
        property_sets_.emplace(properties.bytes, id);
        dependencies_.push(PropertySetDependency{.id = id, .properties = references});
        return id;
    }

    [[nodiscard]] std::size_t bytes() const noexcept { return objects.size() + dependencies_.size(); }

    /// Moves what was put together into `block`, and begins anew.
    template <class Block>
    void finish(Block& block) {
        block.object_count = static_cast<std::uint32_t>(objects.count());
        block.objects = objects.release();
        block.dependencies = dependencies_.release();
        strings_.clear();
        property_sets_.clear();
        described_.clear();
        last_metadata_ = 0;
        last_id_ = 1;
    }

private:
    struct TextHash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using Ids = std::unordered_map<std::string, std::uint64_t, TextHash, std::equal_to<>>;

    std::uint64_t next_id() noexcept { return std::exchange(last_id_, last_id_ + 2); }

    Dependencies dependencies_;
    Ids strings_;
    Ids property_sets_;
    std::unordered_set<std::uint64_t> described_;
    std::uint64_t last_metadata_ = 0;
    std::uint64_t last_id_ = 1;
};

}  // namespace micromegas::tracing::detail
