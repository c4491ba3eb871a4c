// Log entries, metrics and spans from C, with the set-up of a program; C11 and later, also from C++. Natively and on
// wasm. Link micromegas::tracing_c.
//
//     MMC_INFO("registered table %s: %d rows", name, rows);     // and MMC_FATAL, MMC_ERROR, MMC_WARN, MMC_DEBUG,
//     MMC_TRACE MMC_LOG("net.http", MMC_LEVEL_WARN, "retry %d", n);       // with an explicit target
//     MMC_INFO_PROPS(MMC_PROPS(MMC_P("table", name), MMC_P("rows", n)), "slow query %d ms", ms);
//     if (MMC_LOG_ENABLED(MMC_LEVEL_DEBUG)) { ... }
//
//     MMC_IMETRIC("rows_scanned", "count", rows);               // a count, from 0 up; MMC_FMETRIC: a double
//     MMC_IMETRIC_PROPS(MMC_PROPS(MMC_P("table", name)), "rows", "count", rows);
//
//     mmc_span span = MMC_SPAN_BEGIN("load");                   // until mmc_span_end(&span)
//     MMC_SPAN_SCOPE("load");                                   // until the end of the block, with GCC and clang
//     MMC_SPAN_FUNCTION();                                      // named after the function
//
// Levels, targets, formats, names and units are constants of the call site. The compiler checks a format against its
// arguments. The arguments of a call that does not log or record are not evaluated. Any thread may call any function.
// Logging leaves `errno` as it is. The target of a call that names none is the stem of its file, "main" of
// "src/main.c", or MICROMEGAS_TARGET where that is defined as a string.
//
// The library may be newer than the header that a program was compiled with: handles are opaque, options carry their
// size, and so do the constants of call sites.
#ifndef MICROMEGAS_TRACING_H
#define MICROMEGAS_TRACING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#define MMC_DETAIL_NOEXCEPT noexcept
#else
#define MMC_DETAIL_NOEXCEPT
#endif

#if defined(__GNUC__)
#define MMC_DETAIL_PRINTF(format_at, first) __attribute__((__format__(__printf__, format_at, first)))
#else
#define MMC_DETAIL_PRINTF(format_at, first)
#endif

/* What the library, built as a shared one, exports. */
#if defined(MICROMEGAS_BUILDS_ITSELF)
#pragma GCC visibility push(default)
#endif

/* Calls above this level are removed by the compiler: a number, 0 (off) to 6 (trace). */
#ifndef MICROMEGAS_STATIC_MAX_LEVEL
#define MICROMEGAS_STATIC_MAX_LEVEL 6
#endif

#ifdef MICROMEGAS_TARGET
#define MMC_DETAIL_TARGET MICROMEGAS_TARGET
#else
#define MMC_DETAIL_TARGET NULL /* the stem of the file */
#endif

enum {
    MMC_LEVEL_FATAL = 1,
    MMC_LEVEL_ERROR = 2,
    MMC_LEVEL_WARN = 3,
    MMC_LEVEL_INFO = 4,
    MMC_LEVEL_DEBUG = 5,
    MMC_LEVEL_TRACE = 6
};

/* --- Set-up of a program */

/* Begin with `mmc_options options = MMC_OPTIONS_INIT;`. What is left at its default is decided by the environment, as
 * docs/guide/configuration.md says, else by the library. Texts are copied. */
typedef struct mmc_options {
    size_t size;                           /* of this struct, as the program knows it */
    const char* filter;                    /* such as "info,engine::sql=debug" */
    const char* const* process_properties; /* name, value, name, value, ..., NULL */
    const char* text_file;     /* log entries are appended to it; without effect on wasm, as all that follows */
    const char* recording;     /* a file or folder; needs micromegas::telemetry_file */
    const char* telemetry_url; /* of a server; needs micromegas::telemetry_http */
    const char* api_key;
    uint32_t flush_period_ms;    /* 0: the default */
    int32_t terminal_level;      /* 1 to 6, -1 for no terminal, 0 for the default */
    int32_t cpu_tracing;         /* whether spans are recorded: 1, -1 for not, 0 for the default */
    int32_t print_errors;        /* -1: errors of the set-up are not reported on standard error; 0: they are */
    int32_t terminal_descriptor; /* 2 for standard error; 0: the default, standard output */
} mmc_options;

/* clang-format off */
#define MMC_OPTIONS_INIT {sizeof(mmc_options), NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0}
/* clang-format on */

/* Keeps tracing alive. */
typedef struct mmc_telemetry mmc_telemetry;

/* Sets tracing up, or shares the set-up that the program has. `options` may be NULL: all defaults. Never NULL; an error
 * changes nothing. */
mmc_telemetry* mmc_init(const mmc_options* options) MMC_DETAIL_NOEXCEPT;
/* The error of `mmc_init` in a sentence that names the faulty option or variable, until `mmc_shutdown`; NULL without
 * one. The program goes on untraced. */
const char* mmc_error(const mmc_telemetry* telemetry) MMC_DETAIL_NOEXCEPT;
/* Frees the handle, which may be NULL. The last one of the process delivers the rest and shuts tracing down. */
void mmc_shutdown(mmc_telemetry* telemetry) MMC_DETAIL_NOEXCEPT;

/* Hands over everything that any thread recorded before. Does nothing on wasm, where nothing waits. */
void mmc_flush(void) MMC_DETAIL_NOEXCEPT;
/* Replaces the filter. Returns false where the text is no filter; the filter is then unchanged, and `problem`, if it is
 * not NULL, holds the sentence that says so, cut to `size` with its NUL. */
bool mmc_set_filter(const char* filter, char* problem, size_t size) MMC_DETAIL_NOEXCEPT;
/* Writes the process id, 36 characters and a NUL; an empty text where tracing is not set up. */
void mmc_process_id(char id[37]) MMC_DETAIL_NOEXCEPT;
/* The number of dropped events since the process began. 0 on wasm. */
uint64_t mmc_dropped_events(void) MMC_DETAIL_NOEXCEPT;

/* --- Properties */

enum { MMC_TYPE_TEXT = 0, MMC_TYPE_INT = 1, MMC_TYPE_UINT = 2, MMC_TYPE_DOUBLE = 3, MMC_TYPE_BOOL = 4 };

/* Copied by the call that takes it. */
typedef struct mmc_property {
    const char* key;
    uint32_t type; /* the used member of `value` */
    uint32_t reserved;
    size_t text_size; /* bytes of the text */
    union {
        const char* text;
        int64_t as_int;
        uint64_t as_uint;
        double as_double;
        bool as_bool;
    } value;
} mmc_property;

typedef struct mmc_properties {
    const mmc_property* data;
    size_t count;
} mmc_properties;

static inline mmc_property mmc_detail_property(const char* key, uint32_t type) {
    mmc_property property;
    memset(&property, 0, sizeof property);
    property.key = key;
    property.type = type;
    return property;
}
/* A text that need not end in NUL. */
static inline mmc_property mmc_text_of_size(const char* key, const char* text, size_t size) {
    mmc_property property = mmc_detail_property(key, MMC_TYPE_TEXT);
    property.value.text = text;
    property.text_size = size;
    return property;
}
static inline mmc_property mmc_text(const char* key, const char* text) {
    const char* const shown = text != NULL ? text : "(null)";
    return mmc_text_of_size(key, shown, strlen(shown));
}
static inline mmc_property mmc_int(const char* key, int64_t value) {
    mmc_property property = mmc_detail_property(key, MMC_TYPE_INT);
    property.value.as_int = value;
    return property;
}
static inline mmc_property mmc_uint(const char* key, uint64_t value) {
    mmc_property property = mmc_detail_property(key, MMC_TYPE_UINT);
    property.value.as_uint = value;
    return property;
}
static inline mmc_property mmc_double(const char* key, double value) {
    mmc_property property = mmc_detail_property(key, MMC_TYPE_DOUBLE);
    property.value.as_double = value;
    return property;
}
static inline mmc_property mmc_bool(const char* key, bool value) {
    mmc_property property = mmc_detail_property(key, MMC_TYPE_BOOL);
    property.value.as_bool = value;
    return property;
}

/* --- Call sites: statics that the macros make. `cache` is the library's. */

typedef struct mmc_log_site {
    uint32_t size;
    uint32_t line;
    int32_t level;
    uint32_t reserved;
    const char* target; /* NULL: the stem of the file */
    const char* format;
    const char* file;
    void* cache;
} mmc_log_site;

typedef struct mmc_metric_site {
    uint32_t size;
    uint32_t line;
    const char* target;
    const char* name;
    const char* unit;
    const char* file;
    void* cache;
} mmc_metric_site;

typedef struct mmc_span_site {
    uint32_t size;
    uint32_t line;
    const char* target;
    const char* name;
    const char* file;
    void* cache;
} mmc_span_site;

/* Whether an entry of this call site would pass the filter. */
bool mmc_passes(mmc_log_site* site) MMC_DETAIL_NOEXCEPT;
/* Whether it would reach a sink, too. */
bool mmc_log_enabled(mmc_log_site* site) MMC_DETAIL_NOEXCEPT;
/* `format` is the site's. */
void mmc_log(mmc_log_site* site, const char* format, ...) MMC_DETAIL_NOEXCEPT MMC_DETAIL_PRINTF(2, 3);
void mmc_log_props(mmc_log_site* site, mmc_properties properties, const char* format, ...) MMC_DETAIL_NOEXCEPT
    MMC_DETAIL_PRINTF(3, 4);

/* An entry whose level (a number outside 1 to 6 counts as the nearest), target and place are known only at run time,
 * the message ready made: for other languages and logging libraries. `file` may be NULL, with line 0. Everything is
 * copied. */
void mmc_log_message(int32_t level, const char* target, const char* file, uint32_t line, const char* message,
                     size_t message_size, mmc_properties properties) MMC_DETAIL_NOEXCEPT;

/* Whether metrics are recorded. */
bool mmc_metrics_enabled(void) MMC_DETAIL_NOEXCEPT;
void mmc_int_metric(mmc_metric_site* site, mmc_properties properties, uint64_t value) MMC_DETAIL_NOEXCEPT;
void mmc_float_metric(mmc_metric_site* site, mmc_properties properties, double value) MMC_DETAIL_NOEXCEPT;

/* An open span; it ends on the thread that it began on. */
typedef struct mmc_span {
    void* site;       /* the library's */
    uint64_t session; /* the library's */
} mmc_span;

/* `name` is the site's, of static lifetime. */
mmc_span mmc_span_begin(mmc_span_site* site, const char* name) MMC_DETAIL_NOEXCEPT;
/* A second end of the same span does nothing. */
void mmc_span_end(mmc_span* span) MMC_DETAIL_NOEXCEPT;

#if defined(MICROMEGAS_BUILDS_ITSELF)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
} /* extern "C" */

/* Overloads, as C has _Generic. */
inline mmc_property mmc_detail_p(const char* key, bool value) noexcept { return mmc_bool(key, value); }
inline mmc_property mmc_detail_p(const char* key, char value) noexcept { return mmc_int(key, value); }
inline mmc_property mmc_detail_p(const char* key, signed char value) noexcept { return mmc_int(key, value); }
inline mmc_property mmc_detail_p(const char* key, short value) noexcept { return mmc_int(key, value); }
inline mmc_property mmc_detail_p(const char* key, int value) noexcept { return mmc_int(key, value); }
inline mmc_property mmc_detail_p(const char* key, long value) noexcept { return mmc_int(key, value); }
inline mmc_property mmc_detail_p(const char* key, long long value) noexcept { return mmc_int(key, value); }
inline mmc_property mmc_detail_p(const char* key, unsigned char value) noexcept { return mmc_uint(key, value); }
inline mmc_property mmc_detail_p(const char* key, unsigned short value) noexcept { return mmc_uint(key, value); }
inline mmc_property mmc_detail_p(const char* key, unsigned value) noexcept { return mmc_uint(key, value); }
inline mmc_property mmc_detail_p(const char* key, unsigned long value) noexcept { return mmc_uint(key, value); }
inline mmc_property mmc_detail_p(const char* key, unsigned long long value) noexcept { return mmc_uint(key, value); }
inline mmc_property mmc_detail_p(const char* key, float value) noexcept { return mmc_double(key, value); }
inline mmc_property mmc_detail_p(const char* key, double value) noexcept { return mmc_double(key, value); }
inline mmc_property mmc_detail_p(const char* key, const char* value) noexcept { return mmc_text(key, value); }
template <size_t Count>
inline mmc_properties mmc_detail_properties(const mmc_property (&list)[Count]) noexcept {
    return mmc_properties{list, Count};
}
#define MMC_P(key, value) mmc_detail_p(key, value)
#define MMC_PROPS(...) mmc_detail_properties({__VA_ARGS__})
#define MMC_DETAIL_NO_PROPS (mmc_properties{nullptr, 0})
#define MMC_DETAIL_ASSERT static_assert
#else
/* A key and a value: a number, a bool or a text. */
#define MMC_P(key, of) \
    _Generic((of),                      \
        bool: mmc_bool,                 \
        char: mmc_int,                  \
        signed char: mmc_int,           \
        short: mmc_int,                 \
        int: mmc_int,                   \
        long: mmc_int,                  \
        long long: mmc_int,             \
        unsigned char: mmc_uint,        \
        unsigned short: mmc_uint,       \
        unsigned: mmc_uint,             \
        unsigned long: mmc_uint,        \
        unsigned long long: mmc_uint,   \
        float: mmc_double,              \
        double: mmc_double,             \
        char*: mmc_text,                \
        const char*: mmc_text)(key, of)
/* At least one MMC_P, or mmc_property of another function. */
#define MMC_PROPS(...)                                     \
    ((mmc_properties){(const mmc_property[]){__VA_ARGS__}, \
                      sizeof((const mmc_property[]){__VA_ARGS__}) / sizeof(mmc_property)})
#define MMC_DETAIL_NO_PROPS ((mmc_properties){NULL, 0})
#define MMC_DETAIL_ASSERT _Static_assert
#endif

#define MMC_DETAIL_LOG_SITE(target, level, format) \
    { (uint32_t)sizeof(mmc_log_site), __LINE__, level, 0, target, format, __FILE__, NULL }

#define MMC_DETAIL_LOG(target, level, format, call)                                                       \
    do {                                                                                                  \
        MMC_DETAIL_ASSERT((level) >= 1 && (level) <= 6, "the level must be from 1 (fatal) to 6 (trace)"); \
        if ((level) <= MICROMEGAS_STATIC_MAX_LEVEL) {                                                     \
            static mmc_log_site mmc_site_ = MMC_DETAIL_LOG_SITE(target, level, format);                   \
            if (mmc_passes(&mmc_site_)) {                                                                 \
                call;                                                                                     \
            }                                                                                             \
        }                                                                                                 \
    } while (0)

/* The format alone, of the arguments of a variadic macro; C11 has no __VA_OPT__. */
#define MMC_DETAIL_FIRST(...) MMC_DETAIL_FIRST_(__VA_ARGS__, 0)
#define MMC_DETAIL_FIRST_(first, ...) first

#define MMC_LOG(target, level, ...) \
    MMC_DETAIL_LOG(target, level, MMC_DETAIL_FIRST(__VA_ARGS__), mmc_log(&mmc_site_, __VA_ARGS__))
#define MMC_LOG_PROPS(target, level, properties, ...) \
    MMC_DETAIL_LOG(target, level, MMC_DETAIL_FIRST(__VA_ARGS__), mmc_log_props(&mmc_site_, properties, __VA_ARGS__))

#define MMC_FATAL(...) MMC_LOG(MMC_DETAIL_TARGET, MMC_LEVEL_FATAL, __VA_ARGS__)
#define MMC_ERROR(...) MMC_LOG(MMC_DETAIL_TARGET, MMC_LEVEL_ERROR, __VA_ARGS__)
#define MMC_WARN(...) MMC_LOG(MMC_DETAIL_TARGET, MMC_LEVEL_WARN, __VA_ARGS__)
#define MMC_INFO(...) MMC_LOG(MMC_DETAIL_TARGET, MMC_LEVEL_INFO, __VA_ARGS__)
#define MMC_DEBUG(...) MMC_LOG(MMC_DETAIL_TARGET, MMC_LEVEL_DEBUG, __VA_ARGS__)
#define MMC_TRACE(...) MMC_LOG(MMC_DETAIL_TARGET, MMC_LEVEL_TRACE, __VA_ARGS__)

#define MMC_FATAL_PROPS(properties, ...) MMC_LOG_PROPS(MMC_DETAIL_TARGET, MMC_LEVEL_FATAL, properties, __VA_ARGS__)
#define MMC_ERROR_PROPS(properties, ...) MMC_LOG_PROPS(MMC_DETAIL_TARGET, MMC_LEVEL_ERROR, properties, __VA_ARGS__)
#define MMC_WARN_PROPS(properties, ...) MMC_LOG_PROPS(MMC_DETAIL_TARGET, MMC_LEVEL_WARN, properties, __VA_ARGS__)
#define MMC_INFO_PROPS(properties, ...) MMC_LOG_PROPS(MMC_DETAIL_TARGET, MMC_LEVEL_INFO, properties, __VA_ARGS__)
#define MMC_DEBUG_PROPS(properties, ...) MMC_LOG_PROPS(MMC_DETAIL_TARGET, MMC_LEVEL_DEBUG, properties, __VA_ARGS__)
#define MMC_TRACE_PROPS(properties, ...) MMC_LOG_PROPS(MMC_DETAIL_TARGET, MMC_LEVEL_TRACE, properties, __VA_ARGS__)

#define MMC_DETAIL_METRIC(name, unit, call)                                                                  \
    do {                                                                                                     \
        if (mmc_metrics_enabled()) {                                                                         \
            static mmc_metric_site mmc_site_ = {                                                             \
                (uint32_t)sizeof(mmc_metric_site), __LINE__, MMC_DETAIL_TARGET, name, unit, __FILE__, NULL}; \
            call;                                                                                            \
        }                                                                                                    \
    } while (0)

#define MMC_IMETRIC_PROPS(properties, name, unit, count) \
    MMC_DETAIL_METRIC(name, unit, mmc_int_metric(&mmc_site_, properties, (uint64_t)(count)))
#define MMC_FMETRIC_PROPS(properties, name, unit, measured) \
    MMC_DETAIL_METRIC(name, unit, mmc_float_metric(&mmc_site_, properties, measured))
#define MMC_IMETRIC(name, unit, count) MMC_IMETRIC_PROPS(MMC_DETAIL_NO_PROPS, name, unit, count)
#define MMC_FMETRIC(name, unit, measured) MMC_FMETRIC_PROPS(MMC_DETAIL_NO_PROPS, name, unit, measured)

/* An expression of GNU C: a static needs a block. */
#define MMC_DETAIL_SPAN_BEGIN(name, shown)                                                       \
    __extension__({                                                                              \
        static mmc_span_site mmc_site_ = {                                                       \
            (uint32_t)sizeof(mmc_span_site), __LINE__, MMC_DETAIL_TARGET, name, __FILE__, NULL}; \
        mmc_span_begin(&mmc_site_, shown);                                                       \
    })
#define MMC_SPAN_BEGIN(name) MMC_DETAIL_SPAN_BEGIN(name, name)

#define MMC_DETAIL_CONCAT_(a, b) a##b
#define MMC_DETAIL_CONCAT(a, b) MMC_DETAIL_CONCAT_(a, b)
#define MMC_DETAIL_SPAN \
    __attribute__((cleanup(mmc_span_end), unused)) mmc_span MMC_DETAIL_CONCAT(mmc_span_, __COUNTER__)
#define MMC_SPAN_SCOPE(name) MMC_DETAIL_SPAN = MMC_SPAN_BEGIN(name)
#define MMC_SPAN_FUNCTION() MMC_DETAIL_SPAN = MMC_DETAIL_SPAN_BEGIN(NULL, __func__)

/* An expression: whether an entry of this level, with the default target of the place, would reach a sink. */
#define MMC_LOG_ENABLED(level)                                                             \
    __extension__({                                                                        \
        static mmc_log_site mmc_site_ = MMC_DETAIL_LOG_SITE(MMC_DETAIL_TARGET, level, ""); \
        (level) <= MICROMEGAS_STATIC_MAX_LEVEL&& mmc_log_enabled(&mmc_site_);              \
    })

#endif /* MICROMEGAS_TRACING_H */
