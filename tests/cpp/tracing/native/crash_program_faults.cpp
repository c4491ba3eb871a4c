#include "crash_program_faults.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <stdexcept>

#include <pthread.h>
#include <sys/mman.h>

namespace micromegas::tracing::crash_program {
namespace {

constinit std::mutex g_heap_mutex;

[[noreturn]] void throw_it() { throw std::runtime_error("nobody catches this"); }

}  // namespace

[[gnu::noinline]] __attribute__((no_sanitize("undefined"))) void segfault() {
    auto* volatile nowhere = reinterpret_cast<volatile int*>(0x40);
    *nowhere = 1;
}

[[gnu::noinline]] __attribute__((no_sanitize("undefined"))) void bus_error() {
    const int file = memfd_create("empty", 0);
    auto* const page = static_cast<volatile char*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
    *page = 1;
}

// NOLINTNEXTLINE(misc-no-recursion): intended
[[gnu::noinline]] int overflow_the_stack(int depth) {
    std::array<volatile char, 4096> frame{};
    frame[static_cast<std::size_t>(depth) % frame.size()] = 1;
    return depth < 0 ? 0 : overflow_the_stack(depth + 1) + frame[0];
}

// The thread's own variables are at the other end of the stack.
[[gnu::noinline]] void lose_the_stack() {
    std::array<volatile char, std::size_t{512} << 10> between{};
    pthread_attr_t attributes;
    void* begin = nullptr;
    std::size_t size = 0;
    pthread_getattr_np(pthread_self(), &attributes);
    pthread_attr_getstack(&attributes, &begin, &size);
    const auto from = reinterpret_cast<std::uintptr_t>(begin);
    const auto to = reinterpret_cast<std::uintptr_t>(&between[between.size() / 2]) & ~std::uintptr_t{0xFFFF};
    munmap(begin, to - from);
    between[0] = 1;
}

[[noreturn]] void throw_uncaught() noexcept { throw_it(); }

std::mutex& heap_mutex() noexcept { return g_heap_mutex; }

}  // namespace micromegas::tracing::crash_program

// GCC takes these for a mismatch where it inlines them.

[[gnu::noinline]] void* operator new(std::size_t size) {
    const std::lock_guard lock{micromegas::tracing::crash_program::g_heap_mutex};
    if (void* const memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc{};
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
