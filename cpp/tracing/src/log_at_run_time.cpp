// Entries whose level and target are known only at run time.
#include <micromegas/tracing/calls.hpp>

namespace micromegas::tracing::inline MICROMEGAS_ABI {

void log(Level level, std::string_view target, std::string_view text, const PropertySet& properties, const char* file,
         std::uint32_t line) noexcept {
    const LogMetadata site{level, {}, target, {}, file, line, MetadataLifetime::Transient};
    dispatch::log_interop(site, text, properties.views());
}

bool log_enabled(Level level, std::string_view target) noexcept {
    return dispatch::log_enabled({level, {}, target, {}, {}, 0, MetadataLifetime::Transient});
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
