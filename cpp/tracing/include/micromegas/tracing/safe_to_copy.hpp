// Which types a log call may copy and format later.
//
//     struct Point { int x; int y; };                                          // with a formatter of {fmt}
//     template <>
//     inline constexpr bool micromegas::tracing::is_safe_to_copy<Point> = true;
#pragma once

#include <micromegas/abi.hpp>

#include <type_traits>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Specialise it, behind the type, as true for a type of which the bytes are all that its formatter reads: no pointers
/// or views of memory that others change or free. A log call natively copies such an argument, as it copies numbers,
/// and the thread that collects formats it. On wasm, where entries are formatted at once, it changes nothing.
template <class T>
inline constexpr bool is_safe_to_copy = false;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::inline MICROMEGAS_ABI

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

template <class T>
constexpr bool is_declared_safe_to_copy() noexcept {
    if constexpr (is_safe_to_copy<T>) {
        static_assert(std::is_trivially_copyable_v<T>,
                      "is_safe_to_copy is true for a type that is not trivially copyable, so its bytes are no copy");
        return true;
    } else {
        return false;
    }
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
