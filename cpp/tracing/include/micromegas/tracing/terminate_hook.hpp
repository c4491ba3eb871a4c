#pragma once

namespace micromegas::tracing {

/// From now on `std::terminate` logs at fatal the type and `what()` of the exception that was thrown, flushes, shuts
/// the dispatch down, and then calls the handler that was there before. A second call does nothing.
void install_terminate_hook() noexcept;

/// Puts the previous handler back, unless another one has been installed over ours.
void remove_terminate_hook() noexcept;

}  // namespace micromegas::tracing
