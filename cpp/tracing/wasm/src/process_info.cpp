#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/time.hpp>

namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI {

// A browser reveals neither the user nor the machine.
ProcessInfo make_process_info(const Uuid& process_id, const std::optional<Uuid>& parent_process_id,
                              const PropertySet& properties) {
    const DualTime start = DualTime::now();
    return {.process_id = process_id,
            .exe = "wasm",
            .username = "wasm",
            .realname = "wasm",
            .computer = "wasm",
            .distro = "wasm",
            .cpu_brand = "wasm32",
            .tsc_frequency = frequency(),
            .start_time = start.time,
            .start_ticks = start.ticks,
            .parent_process_id = parent_process_id,
            .properties = properties};
}

}  // namespace micromegas::tracing::dispatch::inline MICROMEGAS_ABI
