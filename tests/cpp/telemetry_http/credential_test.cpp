#include "credential.hpp"

#include "http_transport.hpp"

#include <micromegas/telemetry_sink.hpp>
#include <micromegas/telemetry_sink/http_event_sink.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace micromegas::telemetry_sink::detail {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr TimePoint kNow{1h};

HttpOptions with_key(std::string url) {
    HttpOptions options;
    options.url = std::move(url);
    options.api_key = "s3cret";
    return options;
}

HttpOptions with_client() {
    HttpOptions options;
    options.url = "https://telemetry.example";
    options.oidc_token_endpoint = "https://login.example/token";
    options.oidc_client_id = "engine & co";
    options.oidc_client_secret = "pa$s w\xC3\xB6rd";
    return options;
}

TEST(Credential, WithoutOneRequestsAreReady) {
    const Credential none{HttpOptions{}};
    EXPECT_TRUE(none.is_ready(kNow));
    EXPECT_FALSE(none.wants_token(kNow));
    EXPECT_THAT(none.bearer(), IsEmpty());
}

TEST(Credential, TheKeyCountsBeforeTheClient) {
    HttpOptions options = with_client();
    options.api_key = "s3cret";
    const Credential key{options};
    EXPECT_TRUE(key.is_ready(kNow));
    EXPECT_FALSE(key.wants_token(kNow));
    EXPECT_EQ(key.bearer(), "s3cret");
}

TEST(Credential, TheFormIsEscaped) {
    HttpOptions options = with_client();
    EXPECT_EQ(Credential{options}.token_form(),
              "grant_type=client_credentials&client_id=engine%20%26%20co&client_secret=pa%24s%20w%C3%B6rd");
    options.oidc_audience = "micromegas";
    EXPECT_THAT(Credential{options}.token_form(), testing::EndsWith("&audience=micromegas"));
}

TEST(Credential, ATokenIsFetchedAnewBeforeItEnds) {
    Credential client{with_client()};
    EXPECT_FALSE(client.is_ready(kNow));
    EXPECT_TRUE(client.wants_token(kNow));

    ASSERT_TRUE(client.take_token(R"({"access_token":"abc","expires_in":3600})", kNow));
    EXPECT_EQ(client.bearer(), "abc");
    EXPECT_FALSE(client.wants_token(kNow + 3419s));
    EXPECT_TRUE(client.wants_token(kNow + 3420s));
    EXPECT_TRUE(client.is_ready(kNow + 3599s));
    EXPECT_FALSE(client.is_ready(kNow + 3600s));
}

TEST(Credential, ATokenWithoutALifeServesThoseThatWait) {
    Credential client{with_client()};
    ASSERT_TRUE(client.take_token(R"({"access_token":"abc"})", kNow));
    EXPECT_TRUE(client.is_ready(kNow));
    EXPECT_FALSE(client.wants_token(kNow));
    EXPECT_FALSE(client.is_ready(kNow + 1s));
}

TEST(Credential, ALifeThatIsNoUsualNumberIsClamped) {
    Credential client{with_client()};
    ASSERT_TRUE(client.take_token(R"({"access_token":"abc","expires_in":1e300})", kNow));
    EXPECT_TRUE(client.is_ready(kNow + 24h * 365));
    ASSERT_TRUE(client.take_token(R"({"access_token":"abc","expires_in":-5})", kNow));
    EXPECT_TRUE(client.is_ready(kNow));
    EXPECT_FALSE(client.is_ready(kNow + 1s));
}

TEST(Credential, ABufferLongerThanTheLifeDoesNotAskAllTheTime) {
    Credential client{with_client()};
    ASSERT_TRUE(client.take_token(R"({"access_token":"abc","expires_in":60})", kNow));
    EXPECT_FALSE(client.wants_token(kNow + 29s));
    EXPECT_TRUE(client.wants_token(kNow + 30s));
}

TEST(Credential, AnAnswerWithoutATokenIsNone) {
    Credential client{with_client()};
    for (const char* const answer : {"", "<html>", "[]", "{}", R"({"access_token":1})", R"({"access_token":""})",
                                     R"({"access_token":"a\r\nX: b"})"}) {
        EXPECT_FALSE(client.take_token(answer, kNow)) << answer;
    }
    EXPECT_FALSE(client.is_ready(kNow));
}

TEST(Credential, ATokenThatTheServerDoesNotTakeIsForgottenOnce) {
    Credential client{with_client()};
    ASSERT_TRUE(client.take_token(R"({"access_token":"old","expires_in":3600})", kNow));
    EXPECT_TRUE(client.forget("old"));
    EXPECT_TRUE(client.wants_token(kNow));
    ASSERT_TRUE(client.take_token(R"({"access_token":"new","expires_in":3600})", kNow));
    EXPECT_TRUE(client.forget("old"));
    EXPECT_EQ(client.bearer(), "new");
    EXPECT_FALSE(Credential{with_key("https://a.example")}.forget("s3cret"));
}

TEST(Credential, AKeyIsNotSentInTheClearToAnotherHost) {
    for (const char* const url : {"http://telemetry.example:9000", "http://10.0.0.1", "http://localhost.example"}) {
        const std::string problem = Credential::find_problem(with_key(url));
        EXPECT_THAT(problem, AllOf(HasSubstr("TelemetryOptions::http.url"), HasSubstr(url), Not(HasSubstr("s3cret"))));
        HttpOptions allowed = with_key(url);
        allowed.allow_credential_over_http = true;
        EXPECT_THAT(Credential::find_problem(allowed), IsEmpty());
        HttpOptions without = with_key(url);
        without.api_key = "";
        EXPECT_THAT(Credential::find_problem(without), IsEmpty());
    }
    for (const char* const url : {"https://telemetry.example", "http://localhost:9000", "http://127.0.0.1:9000/",
                                  "http://[::1]:9000", "HTTP://LOCALHOST"}) {
        EXPECT_THAT(Credential::find_problem(with_key(url)), IsEmpty()) << url;
    }
}

TEST(Credential, AClientsSecretIsNotSentInTheClear) {
    HttpOptions options = with_client();
    options.oidc_token_endpoint = "http://login.example/token";
    EXPECT_THAT(Credential::find_problem(options), AllOf(HasSubstr("oidc_token_endpoint"), Not(HasSubstr("pa$s"))));
}

TEST(Credential, SaysWhatAClientLacks) {
    HttpOptions options = with_client();
    options.oidc_client_secret = "";
    EXPECT_THAT(Credential::find_problem(options), HasSubstr("oidc_client_secret is empty"));
}

TEST(Credential, AKeyWithALineBreakIsRefusedAndNotShown) {
    HttpOptions options = with_key("https://telemetry.example");
    options.api_key = "s3cret\r\nX-Other: 1";
    EXPECT_THAT(Credential::find_problem(options), AllOf(HasSubstr("api_key"), Not(HasSubstr("s3cret"))));
}

TEST(ServerUrl, SaysWhatIsWrongAndShowsNoPassword) {
    for (const char* const url :
         {"", "telemetry", "ftp://a.example", "http://", "https://ada:s3cret@a.example", "https://a.example?x=1"}) {
        std::string problem;
        EXPECT_FALSE(parse_server_url(url, problem).has_value()) << url;
        EXPECT_THAT(problem, AllOf(Not(IsEmpty()), Not(HasSubstr("s3cret")))) << url;
    }
}

TEST(HttpEventSink, TheTelemetryGuardSaysWhatIsWrong) {
    HttpOptions options = with_key("http://telemetry.example");
    const auto telemetry =
        init_telemetry({.terminal = {.level = tracing::LevelFilter::Off}, .http = options, .print_errors = false});
    EXPECT_EQ(telemetry.error(), tracing::InitError::OptionOutOfRange);
    EXPECT_THAT(HttpEventSink{options}.error(), HasSubstr("TelemetryOptions::http.url"));
    EXPECT_EQ(HttpEventSink{options}.interest(), tracing::SinkInterest{});
}

}  // namespace
}  // namespace micromegas::telemetry_sink::detail
