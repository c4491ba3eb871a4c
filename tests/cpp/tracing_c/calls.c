#include "calls.h"

#include <errno.h>
#include <micromegas/tracing.h>
#include <stddef.h>
#include <string.h>

void log_six_levels(void) {
    MMC_FATAL("fatal");
    MMC_ERROR("error %d", 2);
    MMC_WARN("warn %s", "three");
    MMC_INFO("info");
    MMC_DEBUG("debug %.2f", 5.0);
    MMC_TRACE("trace %zu%%", (size_t)6);
}

void log_braces(void) {
    MMC_INFO("{} of {x}");
    MMC_INFO("100%%");
}

void log_text(const char* text) { MMC_LOG("net.http", MMC_LEVEL_WARN, "%s", text); }

static int evaluated = 0;

int log_filtered_out(void) {
    MMC_DEBUG("not evaluated %d", ++evaluated);
    MMC_DEBUG_PROPS(MMC_PROPS(MMC_P("count", ++evaluated)), "neither");
    return evaluated;
}

bool debug_is_enabled(void) { return MMC_LOG_ENABLED(MMC_LEVEL_DEBUG); }

void log_properties(const char* table) {
    MMC_INFO_PROPS(MMC_PROPS(MMC_P("table", table), MMC_P("rows", 3), MMC_P("bytes", 18446744073709551615ull),
                             MMC_P("ratio", 0.1), MMC_P("cached", (bool)true), mmc_text_of_size("part", "abcdef", 3)),
                   "slow query %d ms", 12);
    MMC_INFO_PROPS(MMC_PROPS(MMC_P("low", -1)), "a literal");
}

void log_unknown_type(void) {
    mmc_property property = mmc_int("later", 1);
    property.type = 99;
    MMC_INFO_PROPS(MMC_PROPS(property), "of a newer header");
}

void log_at_run_time(int level, const char* target, const char* text, size_t size) {
    mmc_log_message(level, target, "script.lua", 7, text, size, MMC_PROPS(MMC_P("language", "lua")));
}

int log_and_return_errno(void) {
    errno = EDOM;
    MMC_INFO("%s", "text");
    MMC_INFO_PROPS(MMC_PROPS(MMC_P("key", "value")), "a literal");
    return errno;
}

void record_metrics(void) {
    MMC_IMETRIC("rows", "count", 3);
    MMC_FMETRIC("time", "ms", 0.5);
    MMC_IMETRIC_PROPS(MMC_PROPS(MMC_P("table", "cars")), "rows", "count", 4);
    MMC_FMETRIC_PROPS(MMC_PROPS(MMC_P("table", "cars")), "time", "ms", 1.5);
}

static void inner(void) { MMC_SPAN_FUNCTION(); }

void record_spans(void) {
    mmc_span span = MMC_SPAN_BEGIN("outer");
    {
        MMC_SPAN_SCOPE("block");
        inner();
    }
    mmc_span_end(&span);
    mmc_span_end(&span);
}
