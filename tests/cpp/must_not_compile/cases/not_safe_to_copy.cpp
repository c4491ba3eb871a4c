// Its static assertion stands natively where an argument is copied.
// expect: is_safe_to_copy is true for a type that is not trivially copyable
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/safe_to_copy.hpp>

#include <string>

struct Name {
    std::string text;
};

#ifdef BAD
template <>
inline constexpr bool micromegas::tracing::is_safe_to_copy<Name> = true;
#endif

static_assert(!micromegas::tracing::detail::is_declared_safe_to_copy<Name>());
