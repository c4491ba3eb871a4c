#include <micromegas/telemetry_sink/http_event_sink.hpp>

#include "credential.hpp"
#include "http_sender.hpp"
#include "spool.hpp"

#include <micromegas/telemetry_sink/detail/sink_components.hpp>
#include <micromegas/tracing/detail/option_ranges.hpp>

#include <initializer_list>
#include <string>
#include <utility>

namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI {
namespace {

std::string find_problem(const HttpOptions& options) {
    using std::chrono::milliseconds;
    using tracing::detail::find_out_of_range;
    constexpr unsigned kMostInFlight = 100;
    for (std::string problem :
         {find_out_of_range("TelemetryOptions::http.max_in_flight_requests", options.max_in_flight_requests.value(), 1,
                            kMostInFlight, ""),
          find_out_of_range("TelemetryOptions::http.request_timeout", options.request_timeout.value(), milliseconds{1}),
          find_out_of_range("TelemetryOptions::http.drain_timeout", options.drain_timeout.value(), milliseconds{0}),
          find_out_of_range("TelemetryOptions::http.oidc_token_buffer", options.oidc_token_buffer.value(),
                            milliseconds{0})}) {
        if (!problem.empty()) {
            return problem;
        }
    }
    if (std::string problem = detail::Credential::find_problem(options); !problem.empty()) {
        return problem;
    }
    return options.spool.value().empty() ? std::string{} : detail::find_spool_problem(options.spool);
}

}  // namespace

HttpEventSink::HttpEventSink(HttpOptions options) : options_(std::move(options)), error_(find_problem(options_)) {
    if (error_.empty()) {
        sender_ = std::make_shared<detail::HttpSender>(options_);
    }
}

HttpEventSink::~HttpEventSink() {
    if (sender_) {
        detail::leave_delivery(sender_);
    }
}

const std::string& HttpEventSink::error() const noexcept { return error_; }

HttpCounts HttpEventSink::counts() const { return sender_ ? sender_->counts() : HttpCounts{}; }

std::string HttpEventSink::spool_path() const { return sender_ ? sender_->spool_path() : std::string{}; }

tracing::SinkInterest HttpEventSink::interest() const noexcept { return {.blocks = sender_ != nullptr}; }

void HttpEventSink::on_startup(const std::shared_ptr<const tracing::ProcessInfo>& process) noexcept {
    if (sender_) {
        detail::begin_delivery(sender_, process, [this] { return std::make_shared<detail::HttpSender>(options_); });
    }
}

void HttpEventSink::on_process_block(const std::shared_ptr<const tracing::EventBlock>& block) noexcept {
    if (sender_) {
        sender_->add(block);
    }
}

void HttpEventSink::on_shutdown() noexcept {
    if (sender_) {
        detail::end_delivery(sender_);
    }
}

bool HttpEventSink::is_busy() const noexcept { return sender_ && sender_->is_busy(); }

}  // namespace micromegas::telemetry_sink::inline MICROMEGAS_ABI

void micromegas_make_http_sink(const micromegas::telemetry_sink::HttpOptions& options,
                               micromegas::telemetry_sink::detail::MadeSink& made) noexcept {
    using namespace micromegas;
    auto sink = std::make_shared<telemetry_sink::HttpEventSink>(options);
    if (!sink->error().empty()) {
        made = telemetry_sink::detail::StartError{tracing::InitError::OptionOutOfRange, sink->error()};
        return;
    }
    made = std::move(sink);
}
