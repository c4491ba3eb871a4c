// One function for each kind of event.
#include <micromegas/tracing.hpp>

#include <atomic>
#include <cstdint>

namespace micromegas::tracing {

#if defined(WITH_A_LOCK)
extern std::atomic<int> g_count;
#define MM_TEST_MORE ++g_count;
#elif defined(WITH_A_CALL)
void something_else();
#define MM_TEST_MORE something_else();
#else
#define MM_TEST_MORE
#endif

void record_span();
void record_span() {
    MM_SPAN_SCOPE("span");
    MM_TEST_MORE
}

void record_named_span(const char* name);
void record_named_span(const char* name) { MM_SPAN_NAMED(name); }

void record_int_metric(std::uint64_t value);
void record_int_metric(std::uint64_t value) { MM_IMETRIC("integer", "count", value); }

void record_float_metric(double value);
void record_float_metric(double value) { MM_FMETRIC("float", "count", value); }

void record_literal();
void record_literal() { MM_INFO("literal"); }

void record_numbers(int a, int b, double c);
void record_numbers(int a, int b, double c) { MM_INFO("{} {} {}", a, b, c); }

}  // namespace micromegas::tracing
