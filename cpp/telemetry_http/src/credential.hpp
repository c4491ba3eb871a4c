// The proof to a server that a request may come in: nothing, an API key, or a token of OpenID Connect. Knows neither
// clock nor network; the sender fetches the token.
#pragma once

#include "request_queue.hpp"

#include <micromegas/abi.hpp>
#include <micromegas/telemetry_sink/delivery_options.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI {

class Credential {
public:
    /// The key counts before the client.
    explicit Credential(const HttpOptions& options);

    /// The error in them; empty where there is none. Holds no secret.
    [[nodiscard]] static std::string find_problem(const HttpOptions& options);

    /// A token has to be fetched, though the one that is there may still be good.
    [[nodiscard]] bool wants_token(TimePoint now) const noexcept;
    /// A request can go out.
    [[nodiscard]] bool is_ready(TimePoint now) const noexcept;
    /// For the header; empty: there is none.
    [[nodiscard]] const std::string& bearer() const noexcept { return bearer_; }

    [[nodiscard]] const std::string& token_endpoint() const noexcept { return endpoint_; }
    /// The form that asks for a token.
    [[nodiscard]] std::string token_form() const;
    /// Takes the endpoint's answer; false: there is no token in it.
    [[nodiscard]] bool take_token(std::string_view answer, TimePoint now);
    /// The server did not take the token `bearer`; true: another one can be fetched.
    bool forget(std::string_view bearer) noexcept;

private:
    std::string bearer_;
    std::string endpoint_;
    std::string client_id_;
    std::string client_secret_;
    std::string audience_;
    std::chrono::seconds buffer_;
    TimePoint refresh_;
    TimePoint end_;
};

}  // namespace micromegas::telemetry_sink::detail::inline MICROMEGAS_ABI
