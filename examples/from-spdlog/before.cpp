#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string_view>

namespace shop {

void sell(std::string_view item, int count) {
    const auto logger = spdlog::get("shop");
    logger->debug("asked for {} of {}", count, item);
    if (count == 0) {
        logger->warn("an order of nothing");
        return;
    }
    logger->info("sold {} of {}", count, item);
}

}  // namespace shop

int main() {
    const auto terminal = std::make_shared<spdlog::sinks::stdout_color_sink_mt>();
    terminal->set_level(spdlog::level::info);
    const auto file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>("before.log", 10'000'000, 4);
    const auto logger = std::make_shared<spdlog::logger>("shop", spdlog::sinks_init_list{terminal, file});
    logger->set_level(spdlog::level::debug);
    logger->flush_on(spdlog::level::warn);
    spdlog::register_logger(logger);

    shop::sell("tea", 2);
    shop::sell("cake", 0);
    spdlog::shutdown();
}
