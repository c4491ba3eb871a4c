// {fmt}'s headers for chrono and streams refer to the locale also where it is configured without locales. By itself, as
// a module without them should not contain it.
#include <micromegas/tracing/format.hpp>

#include <fmt/format.h>
#include <locale>

FMT_BEGIN_NAMESPACE
namespace detail {

template <class Locale>
auto locale_ref::get() const -> Locale {
    return Locale::classic();
}
template auto locale_ref::get() const -> std::locale;

}  // namespace detail
FMT_END_NAMESPACE
