// {fmt}'s compiled part. Without C++ exceptions {fmt} aborts where it reports an error, which ends the instance: ours
// throw an error of JavaScript, which FormattedMessage catches, and which elsewhere reaches the JavaScript that called
// C++.
#include <micromegas/tracing/format.hpp>

#include <fmt/format.h>

#define assert_fail aborting_assert_fail    // also for FMT_THROW
#define report_error aborting_report_error  // NOLINT(readability-identifier-naming)
#include <fmt/format-inl.h>
#undef report_error
#undef assert_fail

// library_micromegas_errors.js
extern "C" [[noreturn]] void micromegas_js_throw_format_error(const char* message);

FMT_BEGIN_NAMESPACE

void report_error(const char* message) { micromegas_js_throw_format_error(message); }

namespace detail {

void assert_fail(const char*, int, const char* message) { micromegas_js_throw_format_error(message); }

// Functions that format.h declares and does not define.
template auto dragonbox::to_decimal(float value) noexcept -> dragonbox::decimal_fp<float>;
template auto dragonbox::to_decimal(double value) noexcept -> dragonbox::decimal_fp<double>;
template auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template auto decimal_point_impl(locale_ref) -> char;

}  // namespace detail

FMT_END_NAMESPACE
