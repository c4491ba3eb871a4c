// A fixture with an engine and a sink that records its entries.
#pragma once

#include <engine/query_engine.hpp>

#include <gmock/gmock.h>
#include <micromegas/tracing/guards.hpp>
#include <micromegas/tracing/testing.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

class EngineTest : public ::testing::Test {
protected:
    /// Initialises tracing before the engine, whose own lazy initialisation then does nothing.
    EngineTest() : guard_({}, sink_) { micromegas::tracing::set_filter(micromegas::tracing::Filter{}); }

    void SetUp() override {
        ASSERT_FALSE(guard_.error()) << guard_.error().message();
        engine_.emplace();
        sink_->clear();
    }

    void register_csv(std::string_view name, std::string_view text) {
        const auto rows = engine_->register_csv(name, text);
        ASSERT_TRUE(rows) << rows.error().message;
    }

    /// The rows, or "error: " and the message.
    std::string execute(std::string_view sql) {
        const auto json = engine_->execute(sql);
        return json ? *json : "error: " + json.error().message;
    }

    std::string tables() { return execute("SELECT group_concat(name ORDER BY rowid) AS names FROM sqlite_schema"); }

    /// "warn engine::csv: message", in order; without entries that are less severe than `level`.
    [[nodiscard]] std::vector<std::string> logged(
        micromegas::tracing::Level level = micromegas::tracing::Level::Trace) const {
        std::vector<std::string> lines;
        for (const auto& log : sink_->logs()) {
            if (log.level <= level) {
                lines.push_back(std::string{to_string(log.level)} + ' ' + log.target + ": " + log.message);
            }
        }
        return lines;
    }

    const std::shared_ptr<micromegas::tracing::testing::RecordingSink> sink_ =
        std::make_shared<micromegas::tracing::testing::RecordingSink>();
    micromegas::tracing::TracingSystemGuard guard_;
    std::optional<QueryEngine> engine_;
};

/// The error's message, or "" if there is a value.
template <class T>
std::string error_of(const Result<T>& result) {
    return result ? std::string{} : result.error().message;
}
inline std::string error_of(const std::optional<Error>& error) { return error ? error->message : std::string{}; }

}  // namespace engine
