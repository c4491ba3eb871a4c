#include <micromegas/tracing/detail/limited_site.hpp>

#include "report_left_out.hpp"

#include <micromegas/tracing/calls.hpp>

#include <chrono>
#include <string>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// Kept for ever, with copies of what the report needs: the library that the site is in may be closed.
struct LeftOut {
    explicit LeftOut(const LogMetadata& site)
        : format(site.fmt_str), target(site.target), file(site.file), line(site.line), level(site.level) {}

    std::string format;
    std::string target;
    std::string file;
    std::uint32_t line;
    Level level;
    std::atomic<std::uint64_t> count{0};
    LeftOut* next = nullptr;
};

namespace {

constexpr std::string_view kProperty = "left_out";

constinit std::atomic<LeftOut*> g_newest{nullptr};

std::int64_t monotonic_milliseconds() noexcept {
    const auto since_boot = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_boot).count();
}

void report() noexcept {
    for (LeftOut* of_site = g_newest.load(std::memory_order_acquire); of_site != nullptr; of_site = of_site->next) {
        if (const std::uint64_t count = of_site->count.exchange(0, std::memory_order_relaxed); count != 0) {
            const std::string number = std::to_string(count);
            const PropertyView property{kProperty, count};
            const LogMetadata site{
                of_site->level, {}, of_site->target, {}, of_site->file, of_site->line, MetadataLifetime::Transient};
            dispatch::log_interop(site, "left out at the end: " + number + " of \"" + of_site->format + '"',
                                  std::span{&property, 1});
        }
    }
}

}  // namespace

// Only code that is not optimised has the call.
void refuse_count_of_limit() noexcept {}

// The count of a period in the low bits, its begin in the rest.
constexpr unsigned kCountBits = 24;
constexpr std::uint64_t kCountMask = (std::uint64_t{1} << kCountBits) - 1;

bool LimitedSite::admits_in_period(std::uint64_t milliseconds) const noexcept {
    std::uint64_t state = state_.load(std::memory_order_relaxed);
    for (;;) {
        // Another thread may have read the clock later and got here earlier: the difference is negative then.
        const auto age = static_cast<std::int64_t>(milliseconds - (state >> kCountBits));
        std::uint64_t next = state + 1;
        if (state == 0 || age >= limit_.milliseconds) {
            next = (milliseconds << kCountBits) + 1;
        } else if ((state & kCountMask) >= limit_.count) {
            return false;
        }
        if (state_.compare_exchange_weak(state, next, std::memory_order_relaxed)) {
            return true;
        }
    }
}

bool LimitedSite::admits(std::int64_t milliseconds) const noexcept {
    switch (limit_.kind) {
        case Limit::Kind::First:
            return state_.load(std::memory_order_relaxed) < limit_.count &&
                   state_.fetch_add(1, std::memory_order_relaxed) < limit_.count;
        case Limit::Kind::Every:
            return state_.fetch_add(1, std::memory_order_relaxed) % limit_.count == 0;
        case Limit::Kind::PerPeriod:
            return admits_in_period(static_cast<std::uint64_t>(milliseconds));
    }
    return true;
}

void LimitedSite::leave_out(const LogMetadata& site) const noexcept {
    LeftOut* own = left_out_.load(std::memory_order_acquire);
    if (own == nullptr) {
        auto* const made = new LeftOut{site};
        if (left_out_.compare_exchange_strong(own, made)) {
            own = made;
            made->next = g_newest.load(std::memory_order_relaxed);
            while (!g_newest.compare_exchange_weak(made->next, made)) {
            }
            g_report_left_out.store(report);
        } else {
            delete made;
        }
    }
    own->count.fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t LimitedSite::take_left_out() const noexcept {
    LeftOut* const own = left_out_.load(std::memory_order_acquire);
    return own == nullptr || own->count.load(std::memory_order_relaxed) == 0
               ? 0
               : own->count.exchange(0, std::memory_order_relaxed);
}

Admission admit(const LimitedSite& limited, const LogMetadata& site) noexcept {
    const Limit::Kind kind = limited.limit().kind;
    if (!limited.admits(kind == Limit::Kind::PerPeriod ? monotonic_milliseconds() : 0)) {
        if (kind != Limit::Kind::First) {  // of which no later entry would tell
            limited.leave_out(site);
        }
        return {false, 0};
    }
    return {true, limited.take_left_out()};
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
