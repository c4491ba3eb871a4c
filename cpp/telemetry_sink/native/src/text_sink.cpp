#include <micromegas/telemetry_sink/local_event_sink.hpp>
#include <micromegas/telemetry_sink/text_file_sink.hpp>

#include "text_output.hpp"

#include <array>
#include <atomic>

#include <pthread.h>
#include <unistd.h>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

/// How often this process has been forked off.
constinit std::atomic<std::uint32_t> g_forks{0};

std::uint32_t count_forks() noexcept {
    static const int registered = pthread_atfork(nullptr, nullptr, [] { g_forks.fetch_add(1); });
    static_cast<void>(registered);
    return g_forks.load();
}

bool is_at_once(TextDelivery delivery, int descriptor) noexcept {
    return delivery == TextDelivery::AtOnce || (delivery == TextDelivery::Automatic && isatty(descriptor) == 1);
}

}  // namespace

TextSink::TextSink(const TerminalOptions& options)
    : level_(options.level),
      at_once_(is_at_once(options.delivery, options.descriptor)),
      thread_names_(options.line.thread),
      forks_(count_forks()),
      output_(std::make_unique<detail::TextOutput>(options)) {}

TextSink::TextSink(const TextFileOptions& options)
    : level_(options.level),
      at_once_(options.delivery == TextDelivery::AtOnce),
      buffers_(at_once_),
      thread_names_(options.line.thread),
      forks_(count_forks()),
      output_(std::make_unique<detail::TextOutput>(options)) {}

TextSink::~TextSink() {
    if (is_of_this_process()) {
        output_->finish();
    }
}

tracing::SinkInterest TextSink::interest() const noexcept {
    return at_once_ ? tracing::SinkInterest{.text = level_, .buffers_text = buffers_}
                    : tracing::SinkInterest{.deferred_text = level_, .thread_names = thread_names_};
}

void TextSink::on_startup(const std::shared_ptr<const tracing::ProcessInfo>&) noexcept {
    if (!is_of_this_process()) {
        auto anew = output_->make_anew();
        static_cast<void>(output_.release());  // its mutex may be held by a thread that is not here
        output_ = std::move(anew);
        forks_ = g_forks.load();
    }
}

void TextSink::on_shutdown() noexcept {
    if (is_of_this_process()) {
        output_->finish();
    }
}

bool TextSink::on_log_enabled(const tracing::LogMetadata& desc) noexcept { return tracing::allows(level_, desc.level); }

void TextSink::on_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                      std::int64_t time, std::string_view message) noexcept {
    if (!is_of_this_process()) {
        return;
    }
    std::array<char, 64> name{};
    if (thread_names_) {
        static_cast<void>(pthread_getname_np(pthread_self(), name.data(), name.size()));
    }
    const bool may_wait = buffers_ && !tracing::allows(tracing::LevelFilter::Warn, desc.level);
    output_->add(desc, properties, time, message, name.data(), !may_wait);
}

void TextSink::on_deferred_log(const tracing::LogMetadata& desc, std::span<const tracing::PropertyView> properties,
                               std::int64_t time, std::string_view message, std::string_view thread) noexcept {
    if (is_of_this_process()) {
        output_->add(desc, properties, time, message, thread, false);
    }
}

void TextSink::on_deferred_logs_end() noexcept {
    if (is_of_this_process()) {
        output_->flush();
    }
}

std::uint64_t TextSink::lost_lines() const noexcept { return is_of_this_process() ? output_->lost_lines() : 0; }

std::error_code TextSink::output_error() const noexcept { return output_->error(); }

// Here, so that the type information of programs that have some need not find that of the base.
LocalEventSink::LocalEventSink(const TerminalOptions& options) : TextSink{options} {}
LocalEventSink::~LocalEventSink() = default;
TextFileSink::TextFileSink(const TextFileOptions& options) : TextSink{options} {}
TextFileSink::~TextFileSink() = default;

bool TextSink::is_of_this_process() const noexcept { return forks_ == g_forks.load(std::memory_order_relaxed); }

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI
