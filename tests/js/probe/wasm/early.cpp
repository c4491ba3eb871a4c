// Logs before JavaScript has initialised tracing.
#include <micromegas/tracing.hpp>
#include <micromegas/tracing/guards.hpp>

#include <emscripten/bind.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace early {
namespace {

struct Logging {
    Logging() {
        MM_INFO("a constructor");
        MM_DEBUG("a constructor, at {}", "debug");
    }
};
const Logging g_logging;

/// main() may run on a thread of its own.
std::atomic<bool> g_has_main_ended{false};
bool has_main_ended() { return g_has_main_ended; }

std::string g_own_texts;
std::string own_texts() { return g_own_texts; }

/// The sink of a program that initialises tracing before JavaScript does.
class OwnSink final : public micromegas::tracing::NullEventSink {
public:
    [[nodiscard]] micromegas::tracing::SinkInterest interest() const noexcept override {
        return {.text = micromegas::tracing::LevelFilter::Trace};
    }
    [[nodiscard]] bool on_log_enabled(const micromegas::tracing::LogMetadata&) noexcept override { return true; }
    void on_log(const micromegas::tracing::LogMetadata&, std::span<const micromegas::tracing::PropertyView>,
                std::int64_t, std::string_view message) noexcept override {
        g_own_texts.append(message).append("; ");
    }
};

void log_late() { MM_INFO("late"); }

}  // namespace
}  // namespace early

int main(int count, char** arguments) {
    MM_INFO_PROPS((micromegas::tracing::PropertySet{{"step", "1"}}), "main", MM_P("rows", 2), MM_P("text", "kept"));
    MM_LOG("other", micromegas::tracing::Level::Info, "another target");
    const std::span given{arguments, static_cast<std::size_t>(count)};
    if (given.size() > 1 && std::string_view{given[1]} == "own") {
        static const micromegas::tracing::TracingSystemGuard tracing{{}, std::make_shared<early::OwnSink>()};
        MM_INFO("to the program's own sink");
    }
    const int more = given.size() > 1 ? std::atoi(given[1]) : 0;
    const std::string padding(given.size() > 2 ? std::strtoul(given[2], nullptr, 10) : 0, '.');
    for (int number = 0; number < more; ++number) {
        MM_INFO("more {}{}", number, padding);
    }
    early::g_has_main_ended = true;
    return 0;
}

EMSCRIPTEN_BINDINGS(early) {
    emscripten::function("hasMainEnded", &early::has_main_ended);
    emscripten::function("logLate", &early::log_late);
    emscripten::function("ownTexts", &early::own_texts);
}
