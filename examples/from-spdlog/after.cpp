#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing.hpp>

#include <string_view>

namespace shop {

void sell(std::string_view item, int count) {
    MM_SPAN_FUNCTION();
    MM_DEBUG("asked for {} of {}", count, item);
    if (count == 0) {
        MM_WARN("an order of nothing");
        return;
    }
    MM_INFO("sold {} of {}", count, item);
    MM_IMETRIC("sold", "count", count);
}

}  // namespace shop

int main() {
    using micromegas::tracing::LevelFilter;
    const auto telemetry = micromegas::telemetry_sink::init_telemetry({
        .filter = micromegas::tracing::Filter{LevelFilter::Debug},
        .terminal = {.level = LevelFilter::Info},
        .text_file =
            micromegas::telemetry_sink::TextFileOptions{.path = "after.log", .max_bytes = 10'000'000, .max_files = 5},
    });

    shop::sell("tea", 2);
    shop::sell("cake", 0);
}
