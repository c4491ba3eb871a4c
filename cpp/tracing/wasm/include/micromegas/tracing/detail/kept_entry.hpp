// A log entry that waits: a copy of all that does not outlive the call.
#pragma once

#include <micromegas/tracing/event_sink.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace micromegas::tracing::detail {

class KeptEntry {
public:
    using Deliver = void (*)(const LogMetadata& desc, std::span<const Property> properties, std::int64_t time,
                             std::string_view message);

    KeptEntry(const LogMetadata& desc, std::span<const Property> properties, std::int64_t time,
              std::string_view message);

    /// What it takes of the memory.
    [[nodiscard]] std::size_t size() const noexcept;
    void deliver(Deliver deliver) const;

private:
    /// The strings of a call site that does not outlive its call.
    struct SiteTexts {
        std::string format;
        std::string target;
        std::string module_path;
        std::string file;
    };

    const LogMetadata* site_;  // null where `texts_` stand for it
    std::unique_ptr<SiteTexts> texts_;
    Level level_;
    std::uint32_t line_;
    std::vector<Property> properties_;
    std::int64_t time_;
    std::string message_;  // empty for a literal, which the site has
};

/// What of entries was dropped, as one at warn.
void report_dropped(std::string_view target, std::uint64_t count, std::string_view which, KeptEntry::Deliver deliver);

}  // namespace micromegas::tracing::detail
