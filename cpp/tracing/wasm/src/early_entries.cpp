#include <micromegas/tracing/detail/early_entries.hpp>

#include <micromegas/tracing/detail/kept_entry.hpp>
#include <micromegas/tracing/dispatch.hpp>

#include "log_router.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

constexpr std::size_t kMaxEntries = 4096;
constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

class EarlyEntries final : public NullEventSink {
public:
    [[nodiscard]] SinkInterest interest() const noexcept override { return {.text = LevelFilter::Trace}; }
    [[nodiscard]] bool on_log_enabled(const LogMetadata&) noexcept override { return true; }

    void on_log(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                std::string_view message) noexcept override {
        {
            const std::lock_guard lock{mutex_};
            if (is_open_) {
                keep({desc, properties, time, message});
                return;
            }
        }
        // Another thread was on its way here when tracing was initialised.
        if (const auto sink = installed_sink(); sink != nullptr && passes_gate_and_filter(desc)) {
            sink->on_log(desc, properties, time, message);
        }
    }

    /// Tracing has been initialised.
    void on_shutdown() noexcept override {
        if (!is_held_) {
            deliver();
        }
    }

    void hold() noexcept { is_held_ = true; }

    void deliver() noexcept {
        std::vector<KeptEntry> entries;
        std::uint64_t dropped = 0;
        {
            const std::lock_guard lock{mutex_};
            is_open_ = false;
            entries.swap(entries_);
            dropped = std::exchange(dropped_, 0);
        }
        for (const KeptEntry& entry : entries) {
            entry.deliver(route_kept);
        }
        if (dropped > 0) {
            report_dropped("micromegas.meta", dropped, "from before the initialisation were dropped", route_kept);
        }
    }

private:
    void keep(KeptEntry entry) noexcept {
        const std::size_t size = entry.size();
        if (entries_.size() == kMaxEntries || bytes_ + size > kMaxBytes) {
            ++dropped_;
            return;
        }
        bytes_ += size;
        entries_.push_back(std::move(entry));
    }

    std::mutex mutex_;
    std::vector<KeptEntry> entries_;
    std::size_t bytes_ = 0;
    std::uint64_t dropped_ = 0;
    bool is_open_ = true;
    std::atomic<bool> is_held_{false};
};

/// Null in a program that keeps nothing. Never destroyed: a thread may be inside.
constinit EarlyEntries* g_early_entries = nullptr;

}  // namespace

void keep_early_entries() {
    auto early = std::make_shared<EarlyEntries>();
    g_early_entries = early.get();
    install_until_initialised(std::move(early));
}

void hold_early_entries() noexcept {
    if (g_early_entries != nullptr) {
        g_early_entries->hold();
    }
}

void deliver_early_entries() noexcept {
    if (g_early_entries != nullptr) {
        g_early_entries->deliver();
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
