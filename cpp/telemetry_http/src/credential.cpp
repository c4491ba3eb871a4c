#include "credential.hpp"

#include "http_transport.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {
namespace {

/// Of a header: anything else could end it.
bool is_header_text(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

void append_field(std::string& form, std::string_view name, std::string_view value) {
    form.append(form.empty() ? "" : "&").append(name).append("=");
    for (const char c : value) {
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                              c == '.' || c == '_' || c == '~';
        if (is_plain) {
            form.push_back(c);
        } else {
            fmt::format_to(std::back_inserter(form), "%{:02X}", static_cast<unsigned char>(c));
        }
    }
}

/// The reason not to send a secret to the URL in `text`; empty where there is none.
std::string find_unsafe(std::string_view option, std::string_view text, std::string_view secret, bool is_allowed) {
    std::string problem;
    const std::optional<ServerUrl> url = parse_server_url(text, problem);
    if (!url) {
        return fmt::format("{} {}", option, problem);
    }
    if (!secret.empty() && !url->is_encrypted && !url->is_loopback && !is_allowed) {
        return fmt::format(
            "{} is \"{}\": {} is not sent to another host over http://; allowed are https://, and "
            "TelemetryOptions::http.allow_credential_over_http",
            option, url->text, secret);
    }
    return {};
}

}  // namespace

Credential::Credential(const HttpOptions& options) : bearer_(options.api_key), buffer_(options.oidc_token_buffer) {
    if (bearer_.empty()) {
        endpoint_ = options.oidc_token_endpoint;
        client_id_ = options.oidc_client_id;
        client_secret_ = options.oidc_client_secret;
        audience_ = options.oidc_audience;
    }
}

std::string Credential::find_problem(const HttpOptions& options) {
    const bool has_key = !options.api_key.value().empty();
    const bool allows = options.allow_credential_over_http;
    if (!is_header_text(options.api_key.value())) {
        return "TelemetryOptions::http.api_key has a character that no header can hold; allowed is printable ASCII "
               "without spaces";
    }
    const std::initializer_list<std::pair<std::string_view, const std::string&>> client = {
        {"oidc_token_endpoint", options.oidc_token_endpoint.value()},
        {"oidc_client_id", options.oidc_client_id.value()},
        {"oidc_client_secret", options.oidc_client_secret.value()}};
    const bool has_client = std::ranges::any_of(client, [](const auto& one) { return !one.second.empty(); });
    if (has_client && !has_key) {
        for (const auto& [name, value] : client) {
            if (value.empty()) {
                return fmt::format(
                    "TelemetryOptions::http.{} is empty; a client of OpenID Connect needs "
                    "oidc_token_endpoint, oidc_client_id and oidc_client_secret",
                    name);
            }
        }
        if (std::string problem = find_unsafe("TelemetryOptions::http.oidc_token_endpoint",
                                              options.oidc_token_endpoint.value(), "the client's secret", allows);
            !problem.empty()) {
            return problem;
        }
    }
    const std::string_view secret = has_key ? "the key" : has_client ? "the token" : "";
    return find_unsafe("TelemetryOptions::http.url", options.url.value(), secret, allows);
}

bool Credential::wants_token(TimePoint now) const noexcept {
    return !endpoint_.empty() && (bearer_.empty() || now >= refresh_);
}

bool Credential::is_ready(TimePoint now) const noexcept {
    return endpoint_.empty() || (!bearer_.empty() && now < end_);
}

std::string Credential::token_form() const {
    std::string form;
    append_field(form, "grant_type", "client_credentials");
    append_field(form, "client_id", client_id_);
    append_field(form, "client_secret", client_secret_);
    if (!audience_.empty()) {
        append_field(form, "audience", audience_);
    }
    return form;
}

bool Credential::take_token(std::string_view answer, TimePoint now) {
    const nlohmann::json json = nlohmann::json::parse(answer, nullptr, false);
    if (!json.is_object()) {
        return false;
    }
    const auto token = json.find("access_token");
    if (token == json.end() || !token->is_string()) {
        return false;
    }
    std::string bearer = token->get<std::string>();
    if (bearer.empty() || !is_header_text(bearer)) {
        return false;
    }
    const auto expires = json.find("expires_in");
    // A token without a life is good for the requests that wait, and is not asked for more often.
    constexpr double kShortest = 1;
    constexpr double kLongest = 366.0 * 24 * 3600;
    const double life = expires != json.end() && expires->is_number() ? expires->get<double>() : 0;
    end_ = now + std::chrono::seconds{static_cast<std::int64_t>(std::clamp(life, kShortest, kLongest))};
    // A buffer as long as the life would ask at each request.
    refresh_ = std::max(end_ - buffer_, now + (end_ - now) / 2);
    bearer_ = std::move(bearer);
    return true;
}

bool Credential::forget(std::string_view bearer) noexcept {
    if (endpoint_.empty()) {
        return false;
    }
    if (bearer_ == bearer) {
        bearer_.clear();
    }
    return true;
}

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
