// Represents an optional component: a sink that nothing in the program refers to.
#include <micromegas/telemetry_sink/detail/sink_components.hpp>
#include <micromegas/tracing/event_block.hpp>

#include <cstdint>
#include <cstdio>

namespace {

using namespace micromegas;

class Counter final : public tracing::NullEventSink {
public:
    explicit Counter(const char* url) : url_(url) {}
    [[nodiscard]] tracing::SinkInterest interest() const noexcept override { return {.blocks = true}; }
    void on_process_block(const std::shared_ptr<const tracing::EventBlock>& block) noexcept override {
        events_ += block->object_count;
    }
    void on_shutdown() noexcept override {
        std::printf("%u events to %s\n", static_cast<unsigned>(events_), url_.c_str());
    }

private:
    std::string url_;
    std::uint64_t events_ = 0;
};

}  // namespace

void micromegas_make_http_sink(const telemetry_sink::HttpOptions& options,
                               telemetry_sink::detail::MadeSink& made) noexcept {
    made = std::make_shared<Counter>(options.url.value().c_str());
}
