// A log entry that waits: a copy of all data that does not outlive the call.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/tracing/event_sink.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

class KeptEntry {
public:
    using Deliver = void (*)(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                             std::string_view message);

    KeptEntry(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
              std::string_view message);

    /// The memory that it takes, in bytes.
    [[nodiscard]] std::size_t size() const noexcept;
    /// Adds a property, whose texts are not copied.
    void add(const PropertyView& property) { properties_.push_back(property); }
    void deliver(Deliver call) const;

private:
    /// The strings of a call site that does not outlive its call.
    struct SiteTexts {
        std::string format;
        std::string target;
        std::string module_path;
        std::string file;
    };

    const LogMetadata* site_;  // null if `texts_` replace it
    std::unique_ptr<SiteTexts> texts_;
    Level level_;
    std::uint32_t line_;
    /// Views of the texts that follow.
    std::vector<PropertyView> properties_;
    std::unique_ptr<char[]> property_texts_;  // NOLINT(modernize-avoid-c-arrays): a std::string moves its characters
    std::size_t property_bytes_ = 0;
    std::int64_t time_;
    std::string message_;  // empty for a literal, which the site has
};

/// Reports dropped entries by an entry at warn.
void report_dropped(std::string_view target, std::uint64_t count, std::string_view which, KeptEntry::Deliver deliver);

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
