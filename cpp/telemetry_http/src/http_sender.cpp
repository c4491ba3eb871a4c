#include "http_sender.hpp"

#include <micromegas/telemetry/span_properties.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

using tracing::EventBlock;

constexpr std::uint64_t kTokenId = 0;
/// Waits to be spooled, besides what may wait to be sent.
constexpr std::size_t kMostOverflow = std::size_t{32} << 20;
constexpr std::chrono::milliseconds kLongestWait = std::chrono::minutes{1};

TimePoint now() noexcept { return std::chrono::steady_clock::now(); }

std::string_view name_of(ItemKind item) noexcept {
    switch (item) {
        case ItemKind::Process:
            return "process";
        case ItemKind::Stream:
            return "stream";
        case ItemKind::Block:
            break;
    }
    return "block";
}

}  // namespace

HttpSender::HttpSender(const HttpOptions& options)
    : options_(options),
      url_([&] {
          std::string problem;
          return parse_server_url(options.url.value(), problem).value_or(ServerUrl{}).text;
      }()),
      transport_("micromegas-tracing-cpp/" MICROMEGAS_VERSION, options.request_timeout, options.max_in_flight_requests),
      policy_(static_cast<unsigned>(now().time_since_epoch().count()) ^ static_cast<unsigned>(getpid())),
      credential_(options),
      spool_(options.spool, options.spool_max_bytes),
      queue_({.soft = std::min(options.max_queue_bytes.value(), options.hard_queue_bytes.value()),
              .hard = options.hard_queue_bytes}) {}

HttpSender::HttpSender(const HttpOptions& options, std::vector<std::string> recordings) : HttpSender(options) {
    recorded_.emplace(std::move(recordings), RecordedRequests::Source::Files, url_, options.span_properties);
}

HttpCounts HttpSender::counts() const {
    const std::lock_guard lock{mutex_};
    return counts_;
}

bool HttpSender::is_busy() const noexcept {
    const std::lock_guard lock{mutex_};
    return queue_.bytes() + overflow_bytes_ > options_.max_queue_bytes / 2;
}

void HttpSender::add(const std::shared_ptr<const EventBlock>& block) {
    Request request;
    request.priority = priority_of(block->stream->kind);
    request.kind = block->stream->kind;
    request.events = block->object_count;
    request.stream = block->stream;
    request.block = block;
    queue(std::move(request));
    transport_.wake();
}

void HttpSender::queue(Request request) {
    const std::lock_guard lock{mutex_};
    (request.item == ItemKind::Block ? counts_.blocks : counts_.metadata).waiting += 1;
    counts_.events[static_cast<std::size_t>(request.kind)].waiting += request.events;
    if (is_closed_ || !has_thread_) {
        settle(request, is_closed_ ? &HttpFates::shutdown : &HttpFates::memory);
        return;
    }
    for (Request& dropped : queue_.push(std::move(request))) {
        if (spool_.is_set() && overflow_bytes_ + dropped.bytes() <= kMostOverflow) {
            overflow_bytes_ += dropped.bytes();
            overflow_.push_back(std::move(dropped));
        } else {
            settle(dropped, &HttpFates::queue_full);
        }
    }
}

void HttpSender::settle(const Request& request, Fate fate) noexcept {
    HttpFates& items = request.item == ItemKind::Block ? counts_.blocks : counts_.metadata;
    HttpFates& events = counts_.events[static_cast<std::size_t>(request.kind)];
    --items.waiting;
    ++(items.*fate);
    events.waiting -= request.events;
    events.*fate += request.events;
}

/// Of one that was taken from the queue.
void HttpSender::drop(Request& request, Fate fate) {
    const std::lock_guard lock{mutex_};
    queue_.resize(request.bytes(), 0);
    if (request.recorded == 0) {
        settle(request, fate);
    }
}

/// Past the thread's own end: then it is inside a system call that does not return.
std::optional<Delivery::TimePoint> HttpSender::stop() noexcept {
    constexpr std::chrono::seconds kPatience{1};
    constexpr std::chrono::seconds kPatienceForSpool{15};  // of a slow disk
    stop_at_ = now() + options_.drain_timeout.value();
    transport_.wake();
    return *stop_at_ + (spool_.is_set() ? kPatienceForSpool : kPatience);
}

void HttpSender::run() noexcept {
    static_cast<void>(pthread_setname_np(pthread_self(), "micromegas-http"));
    if (spool_.is_set()) {
        recorded_.emplace(list_spool(spool_.folder()), RecordedRequests::Source::Spool, url_, options_.span_properties);
    }
    for (;;) {
        take_answers();
        spool_overflow();
        tell_of_recorded();
        if (is_at_end(now())) {
            break;
        }
        fetch_token();
        send_ready();
        transport_.wait(time_to_wait());
    }
    finish();
}

bool HttpSender::is_at_end(TimePoint now) {
    const std::lock_guard lock{mutex_};
    if (!stop_at_) {
        return false;
    }
    if (!has_hurried_) {
        has_hurried_ = true;
        policy_.hurry();
        queue_.hurry();
    }
    // For what earlier processes left a shutdown waits while it goes on, as programs may all be short.
    const bool has_recorded = recorded_ && !recorded_->is_done() && !policy_.is_away();
    return now >= *stop_at_ || (queue_.empty() && sent_.empty() && overflow_.empty() && !has_recorded);
}

void HttpSender::take_answers() {
    while (const std::optional<Answer> answer = transport_.next_answer()) {
        if (answer->id == kTokenId) {
            take_token(*answer);
            continue;
        }
        auto sent = sent_.extract(answer->id);
        take_answer(std::move(sent.mapped()), *answer);
    }
}

void HttpSender::fetch_token() {
    const TimePoint time = now();
    if (is_fetching_token_ || !credential_.wants_token(time) || policy_.allowed(1, time) == 0 || !has_work()) {
        return;
    }
    token_form_ = credential_.token_form();
    token_asked_ = time;
    is_fetching_token_ = transport_.start({.id = kTokenId,
                                           .url = credential_.token_endpoint(),
                                           .content_type = "application/x-www-form-urlencoded",
                                           .bearer = {},
                                           .body = std::as_bytes(std::span{token_form_}),
                                           .keeps_answer = true});
}

void HttpSender::take_token(const Answer& answer) {
    is_fetching_token_ = false;
    const TimePoint time = now();
    if (judge(answer.status) == Verdict::Delivered && credential_.take_token(answer.body, time)) {
        policy_.on_success();
        return;
    }
    policy_.pause(token_asked_, time, parse_retry_after(answer.retry_after, std::chrono::system_clock::now()));
    tell_of_outage(fmt::format("no token from {}: {}", credential_.token_endpoint(),
                               answer.status == 0                           ? answer.error
                               : judge(answer.status) == Verdict::Delivered ? "its answer holds none"
                                                                            : fmt::format("HTTP {}", answer.status)));
}

void HttpSender::send_ready() {
    for (;;) {
        const TimePoint time = now();
        if (sent_.size() >= policy_.allowed(options_.max_in_flight_requests, time) || !credential_.is_ready(time)) {
            return;
        }
        std::optional<Request> request = next_request();
        if (!request) {
            request = next_recorded();
        }
        if (!request) {
            return;
        }
        if (encode(*request)) {
            send(std::move(*request));
        } else {
            give_up(*request, &HttpFates::memory, {});
        }
    }
}

/// The items that introduce a block go before it.
std::optional<Request> HttpSender::next_request() {
    for (;;) {
        std::unique_lock lock{mutex_};
        std::optional<Request> request = queue_.take(now());
        if (!request || !request->block || introduced_.contains(request->stream->stream_id.bytes())) {
            return request;
        }
        const std::shared_ptr<const tracing::EventStream> stream = request->stream;
        queue_.put_back(std::move(*request));
        lock.unlock();
        introduce(stream);
    }
}

void HttpSender::introduce(const std::shared_ptr<const tracing::EventStream>& stream) {
    if (!is_process_introduced_) {
        is_process_introduced_ = true;
        Request request;
        request.item = ItemKind::Process;
        telemetry::encode_process(described(), request.body);
        queue(std::move(request));
    }
    introduced_.insert(stream->stream_id.bytes());
    Request request;
    request.item = ItemKind::Stream;
    request.stream = stream;
    telemetry::encode_stream(*stream, request.body);
    queue(std::move(request));
}

/// Its block is let go, so that its buffers serve again.
bool HttpSender::encode(Request& request) {
    if (!request.block) {
        return true;
    }
    const std::size_t before = request.bytes();
    const EventBlock& block = *request.block;
    std::optional<telemetry::BlockQueues> plain;
    if (request.kind == tracing::StreamKind::Thread && !options_.span_properties) {
        plain = telemetry::without_span_properties({.dependencies_metadata = block.stream->dependencies_metadata,
                                                    .objects_metadata = block.stream->objects_metadata,
                                                    .dependencies = block.dependencies.bytes(),
                                                    .objects = block.objects.bytes()});
    }
    if (encoder_.encode(telemetry::header_of(block, process().start_ticks),
                        plain ? plain->dependencies : block.dependencies.bytes(),
                        plain ? plain->objects : block.objects.bytes(), request.body)) {
        return false;
    }
    request.body.shrink_to_fit();
    request.block.reset();
    const std::lock_guard lock{mutex_};
    queue_.resize(before, request.bytes());
    return true;
}

void HttpSender::send(Request request) {
    const std::uint64_t id = ++last_id_;
    const TimePoint time = now();
    if (request.attempts == 0) {
        request.first_attempt = time;
    }
    Sent& sent = sent_[id];
    sent = {.request = std::move(request), .bearer = credential_.bearer(), .time = time};
    if (!transport_.start({.id = id,
                           .url = fmt::format("{}/ingestion/insert_{}", url_, name_of(sent.request.item)),
                           .content_type = "application/octet-stream",
                           .bearer = sent.bearer,
                           .body = sent.request.body})) {
        give_up(sent.request, &HttpFates::memory, "the system gave no memory");
        sent_.erase(id);
    }
}

void HttpSender::take_answer(Sent sent, const Answer& answer) {
    constexpr long kUnauthorized = 401;
    switch (judge(answer.status)) {
        case Verdict::Delivered:
            policy_.on_success();
            if (sent.request.recorded != 0) {
                recorded_->accepted(sent.request);
            }
            drop(sent.request, &HttpFates::delivered);
            tell_of_return();
            tell_of_losses();
            return;
        case Verdict::Refused:
            policy_.on_success();  // it is there
            if (answer.status == kUnauthorized && !sent.request.has_new_token && credential_.forget(sent.bearer)) {
                sent.request.has_new_token = true;
                sent.request.not_before = TimePoint{};
                const std::lock_guard lock{mutex_};
                queue_.retry(std::move(sent.request));
                return;
            }
            if (sent.request.recorded != 0) {
                recorded_->failed(sent.request, fmt::format("the server refused this {}: HTTP {}",
                                                            name_of(sent.request.item), answer.status));
            }
            tell_of_refusal(name_of(sent.request.item), answer.status);
            drop(sent.request, &HttpFates::refused);
            return;
        case Verdict::Transient:
            break;
    }
    try_again(std::move(sent), answer);
}

void HttpSender::try_again(Sent sent, const Answer& answer) {
    const auto retry_after = parse_retry_after(answer.retry_after, std::chrono::system_clock::now());
    const std::string reason = answer.status == 0 ? answer.error : fmt::format("HTTP {}", answer.status);
    tell_of_outage(reason);
    if (policy_.on_failure(sent.request, sent.time, now(), retry_after)) {
        const std::lock_guard lock{mutex_};
        queue_.retry(std::move(sent.request));
        return;
    }
    if (sent.request.item == ItemKind::Process && sent.request.recorded == 0) {
        is_process_introduced_ = false;  // again with the next stream
    } else if (sent.request.item == ItemKind::Stream && sent.request.recorded == 0) {
        introduced_.erase(sent.request.stream->stream_id.bytes());  // again with its next block
    }
    give_up(sent.request, &HttpFates::gave_up, "the server took it at no try: " + reason);
}

/// Until something can be sent that cannot now. Answers and blocks end it sooner.
std::chrono::milliseconds HttpSender::time_to_wait() {
    const TimePoint time = now();
    TimePoint next = time + kLongestWait;
    const std::lock_guard lock{mutex_};
    if (recorded_ && recorded_->is_done() != recording_status_.is_done) {
        return std::chrono::milliseconds{0};  // to be told
    }
    if (const auto pause_end = policy_.pause_end(time)) {
        next = std::min(next, *pause_end);
    } else if (const auto retry = queue_.next_retry(); retry && *retry > time) {
        next = std::min(next, *retry);
    }
    if (stop_at_) {
        next = std::min(next, *stop_at_);
    }
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(next - time), std::chrono::milliseconds{0});
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
