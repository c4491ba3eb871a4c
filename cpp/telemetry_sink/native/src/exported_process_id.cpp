// Why: docs/decisions/0007-children-find-the-process-id.md
#include "of_this_process.hpp"
#include "platform_sink.hpp"
#include "special_settings.hpp"

#include <cstdlib>
#include <mutex>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

/// The id that `export_process_id` wrote, so that a later initialisation does not take this process for its own parent.
/// A fork is another process, which really finds its parent's id.
struct Exported {
    std::mutex mutex;
    std::optional<tracing::Uuid> process_id;
    std::optional<tracing::Uuid> parent_process_id;
};

}  // namespace

std::optional<tracing::Uuid> parent_unless_own(const tracing::Uuid& found) {
    auto& exported = of_this_process<Exported>();
    const std::lock_guard lock{exported.mutex};
    return exported.process_id == found ? exported.parent_process_id : found;
}

void export_process_id(const tracing::Uuid& process_id, const TelemetryOptions& options) {
    auto& exported = of_this_process<Exported>();
    const std::lock_guard lock{exported.mutex};
    exported.process_id = process_id;
    exported.parent_process_id = options.parent_process_id;
    setenv(kParentProcessVariable, process_id.to_string().c_str(), 1);
}

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
