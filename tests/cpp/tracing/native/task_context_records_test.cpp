// The context of tasks and coroutines, which go from thread to thread, on what they record.
#include "../traced_task.hpp"
#include "context_records_fixture.hpp"

#include <micromegas/tracing/async.hpp>
#include <micromegas/tracing/context.hpp>

#include <memory>
#include <thread>

namespace micromegas::tracing {
namespace {

using testing::EagerTask;
using ::testing::ElementsAre;
using testing::Gate;
using testing::Task;
using TaskContextRecords = ContextRecords;

TEST_F(TaskContextRecords, ATaskTakesThatOfItsMakerAlong) {
    init();
    std::unique_ptr<TaskContext> task;
    {
        const ContextGuard context{{{"request", "7"}}};
        task = std::make_unique<TaskContext>();
    }
    std::thread{[&] {
        const ContextGuard own{{{"worker", "1"}}};
        {
            const TaskContext::Running running{*task};
            const ContextGuard inner{{{"step", "a"}}};
            MM_INFO("inside");
        }
        MM_INFO("outside");
    }}.join();
    MM_INFO("maker");
    EXPECT_THAT(logs(), ElementsAre("inside: request=7 step=a", "outside: worker=1", "maker: "));
}

Task handle(Gate& gate) {
    const ContextGuard context{{{"request", "7"}}};
    MM_INFO("begin");
    co_await gate;
    MM_INFO("resumed");
}

TEST_F(TaskContextRecords, GoesWithACoroutineFromThreadToThread) {
    init();
    Gate gate;
    const Task task = handle(gate);
    task.resume();
    MM_INFO("suspended");
    std::thread{[&] {
        const ContextGuard own{{{"worker", "1"}}};
        gate.open();
        MM_INFO("opener");
    }}.join();
    EXPECT_TRUE(task.is_done());
    MM_INFO("end");
    EXPECT_THAT(logs(),
                ElementsAre("begin: request=7", "suspended: ", "resumed: request=7", "opener: worker=1", "end: "));
}

EagerTask handle_eagerly(Gate& gate) {
    const ContextGuard context{{{"request", "7"}}};
    co_await gate;
}

TEST_F(TaskContextRecords, ACoroutineThatIsDestroyedLeavesThatOfTheThread) {
    init();
    Gate gate;
    EagerTask task = handle_eagerly(gate);
    std::thread{[&] {
        const ContextGuard own{{{"worker", "1"}}};
        task.destroy();
        MM_INFO("destroyer");
    }}.join();
    EXPECT_THAT(logs(), ElementsAre("destroyer: worker=1"));
}

}  // namespace
}  // namespace micromegas::tracing
