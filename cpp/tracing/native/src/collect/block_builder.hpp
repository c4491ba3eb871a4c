// A block that is being built: its objects, and each of their dependencies once.
// Why: docs/decisions/0011-ids-are-numbered-in-a-block.md; of keys, 0057-a-call-s-keys-are-known-by-their-address.md
#pragma once

#include "plain_number.hpp"
#include "recent_ids.hpp"
#include "record/records.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/tracing/detail/valid_utf8.hpp>
#include <micromegas/tracing/event_block.hpp>
#include <micromegas/tracing/wire/property_set_dependency.hpp>
#include <micromegas/transit/strings.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Ids are the numbers from 1 in the order of the block's first references: strings and property sets are identified by
/// content, metadata by address. So one id never stands for two dependencies, equal events make equal blocks, and no
/// address leaves the process. Values of properties, and sets, that are not recent may stand there again, under another
/// id.
template <class Objects, class Dependencies>
class BlockBuilder {
public:
    Objects objects;

    [[nodiscard]] std::uint64_t string(std::string_view bytes) {
        const std::string_view text = valid_utf8(bytes, repaired_);
        if (const auto known = strings_.find(text); known != strings_.end()) {
            return known->second;
        }
        push_string(text);
        strings_.emplace(text, last_id_);
        recent_values_.add(last_id_, text.size(), hash_of(text), dependencies_.bytes());  // a value may be equal
        return last_id_;
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
        references_.clear();
        properties.for_each_named([&](std::string_view name, const PropertyValue& value) {
            const std::uint64_t name_id = string(name);
            references_.push_back({.name = {name_id}, .value = {value_string(value)}});
        });
        if (const KeyTable* const keys = properties.keys(); keys != nullptr) {
            std::size_t key = first_key(*keys);
            properties.for_each_own([&](std::string_view name, const PropertyValue& value) {
                if (key_ids_[key] == 0) {
                    key_ids_[key] = string(name);
                }
                references_.push_back({.name = {key_ids_[key++]}, .value = {value_string(value)}});
            });
        }
        const std::string_view bytes{reinterpret_cast<const char*>(references_.data()),
                                     references_.size() * sizeof(wire::PropertyRef)};
        return recent_id(recent_sets_, bytes, hash_of(bytes), [&] {
            dependencies_.push(wire::PropertySetDependency{.id = ++last_id_, .properties = references_});
        });
    }

    /// Memory for so many bytes: growing would copy, and each step would have new pages. Dependencies are expected to
    /// have the share that they had in the last large block of the stream.
    void expect(std::size_t bytes, std::size_t dependencies_of_1024) {
        if (dependencies_of_1024 == 0) {
            objects.reserve(bytes);
            return;
        }
        const std::size_t deviation = bytes / 32;
        const std::size_t dependencies = bytes / 1024 * dependencies_of_1024;
        objects.reserve(bytes - dependencies + deviation);
        dependencies_.reserve(dependencies + deviation);
    }

    [[nodiscard]] std::size_t bytes() const noexcept { return objects.size() + dependencies_.size(); }

    /// Moves the content into `block`, and starts again.
    void finish(EventBlock& block) {
        block.object_count = static_cast<std::uint32_t>(objects.count());
        block.objects = objects.release();
        block.dependencies = dependencies_.release();
        strings_.clear();
        recent_values_.clear();
        recent_sets_.clear();
        key_tables_.clear();
        key_ids_.clear();
        last_keys_ = nullptr;
        metadata_.clear();
        last_metadata_ = nullptr;
        last_id_ = 0;
    }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return hash_of(text); }
    };

    /// `push()` pushes a dependency with the next id, which ends with the bytes.
    template <class Push>
    [[nodiscard]] std::uint64_t recent_id(RecentIds& recent, std::string_view bytes, std::uint64_t hash, Push push) {
        std::uint64_t id = recent.find(bytes, hash, dependencies_.bytes());
        if (id == 0) {
            push();
            id = last_id_;
            recent.add(id, bytes.size(), hash, dependencies_.bytes());
        }
        return id;
    }

    void push_string(std::string_view text) {
        dependencies_.push(transit::StaticString{.id = ++last_id_, .text = text});
    }

    [[nodiscard]] std::uint64_t value_string(const PropertyValue& value) {
        const std::string_view text = value.visit([this](const auto& typed) -> std::string_view {
            if constexpr (std::is_same_v<decltype(typed), const std::string_view&>) {
                return valid_utf8(typed, repaired_);
            } else {
                return {number_.data(), static_cast<std::size_t>(put_number(number_.data(), typed) - number_.data())};
            }
        });
        return recent_id(recent_values_, text, hash_of(text), [&] { push_string(text); });
    }

    /// Where the ids of these keys begin in `key_ids_`; 0 there stands for a key that the block does not have yet.
    [[nodiscard]] std::size_t first_key(const KeyTable& keys) {
        if (&keys != last_keys_) {
            const auto [place, is_new] = key_tables_.try_emplace(&keys, key_ids_.size());
            if (is_new) {
                key_ids_.resize(key_ids_.size() + keys.count);
            }
            last_keys_ = &keys;
            last_first_key_ = place->second;
        }
        return last_first_key_;
    }

    Dependencies dependencies_;
    std::string repaired_;
    std::array<char, kMostCharactersOfNumber> number_{};
    std::vector<wire::PropertyRef> references_;
    std::unordered_map<std::string, std::uint64_t, TextHash, std::equal_to<>> strings_;
    RecentIds recent_values_;
    RecentIds recent_sets_;
    std::unordered_map<const KeyTable*, std::size_t> key_tables_;  // not by content: most entries have values alone
    std::vector<std::uint64_t> key_ids_;
    const KeyTable* last_keys_ = nullptr;
    std::size_t last_first_key_ = 0;
    std::unordered_map<const void*, std::uint64_t> metadata_;
    const void* last_metadata_ = nullptr;
    std::uint64_t last_metadata_id_ = 0;
    std::uint64_t last_id_ = 0;
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
