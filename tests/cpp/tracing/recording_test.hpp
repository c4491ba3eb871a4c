// A fixture for tests that log: each begins with a new recording sink, and a filter that passes everything.
#pragma once

#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/testing.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <string>

namespace micromegas::tracing::testing {

class RecordingTest : public ::testing::Test {
protected:
    void SetUp() override {
        set_max_level(LevelFilter::Trace);
        ASSERT_FALSE(dispatch::init_event_dispatch({.fatal_stacks = false}, sink_));
    }

    void TearDown() override {
        dispatch::shutdown_dispatch();
        set_max_level(LevelFilter::Trace);
    }

    /// The last entry; a default one if nothing was logged, so that the test goes on and fails legibly.
    [[nodiscard]] RecordedLog last() const {
        auto logs = sink_->logs();
        if (logs.empty()) {
            logs.emplace_back().message = "(nothing was logged)";
        }
        return logs.back();
    }

    [[nodiscard]] std::size_t count() const { return sink_->logs().size(); }

    const std::shared_ptr<RecordingSink> sink_ = std::make_shared<RecordingSink>();
};

}  // namespace micromegas::tracing::testing
