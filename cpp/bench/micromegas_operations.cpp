#include "measure.hpp"
#include "operations.hpp"

#include <micromegas/tracing/context.hpp>
#include <micromegas/tracing/macros.hpp>

#include <string>

namespace micromegas::bench {
namespace {

using namespace micromegas::tracing;

struct Recording {
    static constexpr std::uint64_t kRecords = 1;
};
struct RecordsNothing {
    static constexpr std::uint64_t kRecords = 0;
};

struct Span {
    static constexpr std::uint64_t kRecords = 2;
    void call(std::uint64_t) noexcept {
        MM_SPAN_SCOPE("span");
        asm volatile("" ::: "memory");
    }
};

struct SpanWithProperty {
    static constexpr std::uint64_t kRecords = 2;
    std::string text = std::string(32, 'x');
    void call(std::uint64_t) const noexcept {
        MM_SPAN_SCOPE("span", MM_P("text", text));
        asm volatile("" ::: "memory");
    }
};

struct IntMetric : Recording {
    void call(std::uint64_t i) noexcept { MM_IMETRIC("integer", "count", i); }
};

struct FloatMetric : Recording {
    void call(std::uint64_t i) noexcept { MM_FMETRIC("float", "count", static_cast<double>(i)); }
};

struct LiteralLog : Recording {
    void call(std::uint64_t) noexcept { MM_INFO("a literal"); }
};

/// A context has no part in what an entry costs its thread.
struct LiteralLogInContext : LiteralLog {
    const ContextGuard context{{{"request", "7c9e6679"}, {"user", "ada"}, {"tenant", "north"}, {"shard", "12"}}};
};

struct DeferredLog : Recording {
    void call(std::uint64_t i) noexcept {
        MM_INFO("{} of {} rows in {} ms", static_cast<int>(i), static_cast<int>(i + 1), static_cast<double>(i));
    }
};

struct StringLog : Recording {
    std::string text = std::string(32, 'x');
    void call(std::uint64_t) noexcept { MM_INFO("{}", text); }
};

struct LogWithProperty : Recording {
    std::string text = std::string(32, 'x');
    void call(std::uint64_t) const noexcept { MM_INFO("a literal", MM_P("text", text)); }
};

struct LogWithTwoProperties : Recording {
    std::string text = std::string(32, 'x');
    void call(std::uint64_t i) const noexcept {
        MM_INFO("a literal", MM_P("text", text), MM_P("number", static_cast<int>(i)));
    }
};

/// Stopped at the gate: more verbose than the filter lets any target be.
struct LogAboveEveryLevel : RecordsNothing {
    void call(std::uint64_t i) noexcept { MM_DEBUG("{}", i); }
};

/// Stopped at the call site: other targets may log at this level.
struct LogOfAQuietTarget : RecordsNothing {
    void call(std::uint64_t i) noexcept { MM_LOG("bench::quiet", Level::Info, "{}", i); }
};

struct DisabledSpan : RecordsNothing {
    DisabledSpan() noexcept { dispatch::set_cpu_tracing_enabled(false); }
    ~DisabledSpan() { dispatch::set_cpu_tracing_enabled(true); }
    DisabledSpan(const DisabledSpan&) = delete;
    DisabledSpan& operator=(const DisabledSpan&) = delete;

    void call(std::uint64_t) noexcept {
        MM_SPAN_SCOPE("disabled");
        asm volatile("" ::: "memory");
    }
};

/// Those calls after which a thread is in another chunk of memory than before.
void swap(benchmark::State& state) {
    Span operation;
    warm_up(operation);
    const double nothing = time_of_nothing();
    std::vector<double> samples;
    samples.reserve(kSingleCalls);
    std::uint64_t count = 0;
    const long faults = page_faults();
    for ([[maybe_unused]] const auto iteration : state) {
        for (const std::byte* const end = detail::t_recorder->queue(detail::QueueKind::Spans).end;;) {
            const double passed = time_of_call(operation, count) - nothing;
            ++count;
            if (detail::t_recorder->queue(detail::QueueKind::Spans).end != end) {
                samples.push_back(passed);
                state.SetIterationTime(passed * 1e-9);
                break;
            }
        }
        pace(count * Span::kRecords);
        count = 0;
    }
    set_counter(state, "faults", static_cast<double>(page_faults() - faults));
    set_counter(state, "p50", percentile(samples, 0.5));
    set_counter(state, "p99", percentile(samples, 0.99));
    set_counter(state, "p99.9", percentile(samples, 0.999));
}

}  // namespace

void measure_micromegas() {
    measure<Span>("span");
    measure<SpanWithProperty>("span, one property");
    measure<IntMetric>("int metric");
    measure<FloatMetric>("float metric");
    measure<LiteralLog>("literal log");
    measure<LiteralLogInContext>("literal log, context");
    measure<DeferredLog>("deferred log");
    measure<StringLog>("string log");
    measure<LogWithProperty>("log, one property");
    measure<LogWithTwoProperties>("log, two properties");
    measure<LogAboveEveryLevel>("log above every level");
    measure<LogOfAQuietTarget>("log of a quiet target");
    benchmark::RegisterBenchmark("tight/disabled span", tight<DisabledSpan>)->UseManualTime()->Iterations(kBursts);
    benchmark::RegisterBenchmark("swap", swap)->UseManualTime()->Iterations(200);
}

}  // namespace micromegas::bench
