// Nothing is recorded on wasm.
#pragma once

namespace micromegas::tracing::detail {

struct MutedRecorder {};
constexpr MutedRecorder mute_recording() noexcept { return {}; }
constexpr void unmute_recording(MutedRecorder) noexcept {}

}  // namespace micromegas::tracing::detail
