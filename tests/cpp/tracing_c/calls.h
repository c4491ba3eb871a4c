// Functions in C, which calls.c defines.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

void log_six_levels(void);
void log_braces(void);
void log_text(const char* text);
int log_filtered_out(void);
bool debug_is_enabled(void);
void log_properties(const char* table);
void log_unknown_type(void);
void log_at_run_time(int level, const char* target, const char* text, size_t size);
int log_and_return_errno(void);
void record_metrics(void);
void record_spans(void);

#ifdef __cplusplus
}
#endif
