// A block that is being built: its objects, and each of their dependencies once.
// Why: docs/decisions/0011-ids-are-numbered-in-a-block.md
#pragma once

#include "record/records.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/valid_utf8.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/wire/property_set_dependency.hpp>
#include <micromegas/transit/strings.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Ids are the numbers from 1 in the order of the block's first references: strings and property sets are identified by
/// content, metadata by address. So one id never stands for two dependencies, equal events make equal blocks, and no
/// address leaves the process.
template <class Objects, class Dependencies>
class BlockBuilder {
public:
    Objects objects;

    [[nodiscard]] std::uint64_t string(std::string_view bytes) {
        const std::string_view text = valid_utf8(bytes, repaired_);
        if (const auto known = strings_.find(text); known != strings_.end()) {
            return known->second;
        }
        const std::uint64_t id = ++last_id_;
        strings_.emplace(text, id);
        dependencies_.push(transit::StaticString{.id = id, .text = text});
        return id;
    }

    /// `describe(id)` makes the dependency of metadata that the block has not referred to before.
    template <class Metadata, class Describe>
    [[nodiscard]] std::uint64_t metadata(const Metadata& metadata, Describe describe) {
        if (&metadata != last_metadata_) {
            const auto [place, is_new] = metadata_.try_emplace(&metadata, 0);
            if (is_new) {
                place->second = transient_metadata(describe);
            }
            last_metadata_ = &metadata;
            last_metadata_id_ = place->second;
        }
        return last_metadata_id_;
    }

    /// For metadata that has no address of its own.
    template <class Describe>
    [[nodiscard]] std::uint64_t transient_metadata(Describe describe) {
        const std::uint64_t id = ++last_id_;
        dependencies_.push(describe(id));
        return id;
    }

    [[nodiscard]] std::uint64_t property_set(PropertyBytes properties) {
        if (const auto known = property_sets_.find(properties.bytes); known != property_sets_.end()) {
            return known->second;
        }
        std::vector<wire::PropertyRef> references;
        properties.for_each([&](std::string_view name, std::string_view value) {
            references.push_back({.name = {string(name)}, .value = {string(value)}});
        });
        const std::uint64_t id = ++last_id_;
        property_sets_.emplace(properties.bytes, id);
        dependencies_.push(wire::PropertySetDependency{.id = id, .properties = references});
        return id;
    }

    /// Memory for so many bytes: growing would copy, and each step would have new pages.
    void expect(std::size_t bytes) { objects.reserve(bytes); }

    [[nodiscard]] std::size_t bytes() const noexcept { return objects.size() + dependencies_.size(); }

    /// Moves the content into `block`, and starts again.
    void finish(EventBlock& block) {
        block.object_count = static_cast<std::uint32_t>(objects.count());
        block.objects = objects.release();
        block.dependencies = dependencies_.release();
        strings_.clear();
        property_sets_.clear();
        metadata_.clear();
        last_metadata_ = nullptr;
        last_id_ = 0;
    }

private:
    struct TextHash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using Ids = std::unordered_map<std::string, std::uint64_t, TextHash, std::equal_to<>>;

    Dependencies dependencies_;
    std::string repaired_;
    Ids strings_;
    Ids property_sets_;
    std::unordered_map<const void*, std::uint64_t> metadata_;
    const void* last_metadata_ = nullptr;
    std::uint64_t last_metadata_id_ = 0;
    std::uint64_t last_id_ = 0;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
