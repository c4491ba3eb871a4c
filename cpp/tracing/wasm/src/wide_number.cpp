#include <micromegas/tracing/detail/wide_number.hpp>

#include <fmt/format.h>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

template <class Number>
fmt::appender WideNumberFormatter<Number>::format(const WideNumber<Number>& number, fmt::context& context) const {
    return fmt::formatter<Number>::format(number.value, context);
}

template struct WideNumberFormatter<float>;
template struct WideNumberFormatter<double>;
template struct WideNumberFormatter<long double>;
template struct WideNumberFormatter<fmt::detail::int128_opt>;
template struct WideNumberFormatter<fmt::detail::uint128_opt>;

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
