#include "recording_state.hpp"

#include "recording_thread.hpp"
#include "system/fork.hpp"

#include <micromegas/tracing/detail/gates.hpp>

#include <memory>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

constinit Gates g_gates;

namespace {

constinit std::atomic<RecordingState*> g_state{nullptr};

// Its short mutexes are held, so that a child that returns into a collection of its parent's comes to the end of it;
// whose turn it is does not matter, since that may take as long as a sink likes.

void hold() noexcept {
    prepare_thread_ends();
    RecordingState& state = recording_state();
    state.threads_mutex.lock();
    state.images.mutex().lock();
    state.pool.mutex().lock();
    state.helper.mutex.lock();
}

void release() noexcept {
    RecordingState& state = recording_state();
    state.helper.mutex.unlock();
    state.pool.mutex().unlock();
    state.images.mutex().unlock();
    state.threads_mutex.unlock();
}

/// Closes the gates and starts again, without threads, records and session.
void abandon() noexcept {
    auto fresh = std::make_unique<RecordingState>();
    fresh->of_parent = &recording_state();
    fresh->of_parent->helper.threads = 0;
    if (Turn::is_mine() && fresh->of_parent->session != nullptr) {  // the fork is inside a sink or a formatter
        fresh->of_parent->ended_session.store(fresh->of_parent->session->number);
    }
    g_gates.text_level.store(LevelFilter::Off);
    g_gates.blocks.store(false);
    g_gates.metrics.store(false);
    g_gates.images.store(false);
    g_gates.session.store(0);
    g_gates.span_session.store(0);
    release();
    g_state.store(fresh.release(), std::memory_order_release);
    forget_calling_thread();
    Turn::forget();
}

constexpr ForkParticipant kForkParticipant{ForkOrder::Recording, hold, release, abandon};

}  // namespace

RecordingState& recording_state() noexcept {
    RecordingState* state = g_state.load(std::memory_order_acquire);
    if (state == nullptr) {
        auto made = std::make_unique<RecordingState>();
        if (g_state.compare_exchange_strong(state, made.get(), std::memory_order_acq_rel)) {
            state = made.release();
            take_part_in_forks(kForkParticipant);
        }
    }
    return *state;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
