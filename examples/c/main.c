// Counts the words of its arguments, and says how it went.
#include <micromegas/tracing.h>

#include <ctype.h>
#include <stdio.h>

static int count_words(const char* text) {
    MMC_SPAN_FUNCTION();
    int words = 0;
    for (const char* at = text; *at != '\0'; ++at) {
        words += !isspace((unsigned char)*at) && (at == text || isspace((unsigned char)at[-1]));
    }
    MMC_IMETRIC("words", "count", words);
    if (words == 0) {
        MMC_WARN("a text of %zu bytes without words", strlen(text));
    }
    return words;
}

int main(int count, char** arguments) {
    mmc_options options = MMC_OPTIONS_INIT;
    options.filter = "info";
    mmc_telemetry* const telemetry = mmc_init(&options);

    int words = 0;
    for (int i = 1; i < count; ++i) {
        words += count_words(arguments[i]);
    }
    MMC_INFO_PROPS(MMC_PROPS(MMC_P("texts", count - 1), MMC_P("program", "c_example")), "%d words", words);
    MMC_DEBUG("the filter leaves %s out", "this");

    mmc_shutdown(telemetry);
    return 0;
}
