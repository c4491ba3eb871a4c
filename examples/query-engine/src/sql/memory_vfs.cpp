// The operating system as SQLite sees it here: a clock and random numbers, and no files. SQLite is compiled with
// SQLITE_OS_OTHER, so there is no other system: no SQL can make the engine access a file, and the WebAssembly module
// has no code for files.
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <random>

namespace {

// https://sqlite.org/c3ref/vfs.html: all times are in Julian days, here in milliseconds of them.
constexpr sqlite3_int64 kUnixEpochMs = 210'866'760'000'000;

int open_file(sqlite3_vfs*, sqlite3_filename, sqlite3_file* file, int, int*) {
    file->pMethods = nullptr;  // there is nothing to close
    return SQLITE_CANTOPEN;
}

int delete_file(sqlite3_vfs*, const char*, int) { return SQLITE_IOERR_DELETE; }

int access_file(sqlite3_vfs*, const char*, int, int* is_accessible) {
    *is_accessible = 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    const auto length = static_cast<int>(std::strlen(name));
    if (length >= size) {
        return SQLITE_CANTOPEN;
    }
    std::copy_n(name, length + 1, out);
    return SQLITE_OK;
}

int fill_random(sqlite3_vfs*, int size, char* out) {
    std::random_device device;
    std::generate_n(out, size, [&] { return static_cast<char>(device()); });
    return size;
}

int sleep_microseconds(sqlite3_vfs*, int) { return 0; }

int current_time_ms(sqlite3_vfs*, sqlite3_int64* time) {
    using namespace std::chrono;
    *time = kUnixEpochMs + duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    return SQLITE_OK;
}

int current_time_days(sqlite3_vfs* vfs, double* time) {
    sqlite3_int64 ms = 0;
    current_time_ms(vfs, &ms);
    *time = static_cast<double>(ms) / 86'400'000.0;
    return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

sqlite3_vfs make_vfs() {
    sqlite3_vfs vfs{};
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(sqlite3_file);
    vfs.mxPathname = 512;
    vfs.zName = "memory-only";
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = fill_random;
    vfs.xSleep = sleep_microseconds;
    vfs.xCurrentTime = current_time_days;
    vfs.xGetLastError = last_error;
    vfs.xCurrentTimeInt64 = current_time_ms;
    return vfs;
}

}  // namespace

extern "C" {

// Called by SQLite when it starts and stops.
int sqlite3_os_init() {
    static sqlite3_vfs vfs = make_vfs();
    return sqlite3_vfs_register(&vfs, 1);
}

int sqlite3_os_end() { return SQLITE_OK; }
}
