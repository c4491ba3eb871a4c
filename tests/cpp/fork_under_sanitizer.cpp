// AddressSanitizer before LLVM 18 does not hold its locks across a fork, unlike the C library with its allocator's
// (https://github.com/llvm/llvm-project/pull/75290): if another thread of the parent was just allocating, they stay
// locked in the child for ever. This file holds them, for the programs of tests that fork while the library's threads
// run.
#include <pthread.h>

// Functions of its run-time library, which is linked statically.
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

// The first registered handlers lock last and unlock first: other handlers may allocate.
[[gnu::constructor(101)]] void hold_locks_across_forks() {
    static_cast<void>(pthread_atfork(lock_all, unlock_all, unlock_all));
}

}  // namespace
