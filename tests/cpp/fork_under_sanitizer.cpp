// AddressSanitizer before LLVM 18 does not hold its locks across a fork, as the C library holds those of its allocator
// (https://github.com/llvm/llvm-project/pull/75290): where another thread of the parent was just allocating, they stay
// locked in the child for good. This holds them, for the programs of tests that fork while the library's threads run.
#include <pthread.h>

// Of its run-time library, which is linked statically.
namespace __lsan {
void LockThreadRegistry();
void UnlockThreadRegistry();
void LockAllocator();
void UnlockAllocator();
}  // namespace __lsan
namespace __sanitizer {
void StackDepotLockAll();
void StackDepotUnlockAll();
}  // namespace __sanitizer

namespace {

void lock_all() {
    __lsan::LockThreadRegistry();
    __lsan::LockAllocator();
    __sanitizer::StackDepotLockAll();
}

void unlock_all() {
    __sanitizer::StackDepotUnlockAll();
    __lsan::UnlockAllocator();
    __lsan::UnlockThreadRegistry();
}

// What is registered first locks last and unlocks first: other handlers may allocate.
[[gnu::constructor(101)]] void hold_locks_across_forks() {
    static_cast<void>(pthread_atfork(lock_all, unlock_all, unlock_all));
}

}  // namespace
