#include "measured_metrics.hpp"

#include <micromegas/telemetry_sink/system_monitor.hpp>

#include <micromegas/telemetry_sink.hpp>
#include <micromegas/tracing/testing.hpp>
#include <micromegas/tracing/testing_blocks.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace micromegas::telemetry_sink {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::Ge;
using ::testing::Gt;
using ::testing::IsSupersetOf;
using ::testing::Le;
using ::testing::SizeIs;
using tracing::LevelFilter;
using tracing::testing::ScopedRecording;

TEST(SystemMonitor, MeasuresTheMachineAndTheProcess) {
    const ScopedRecording recording;
    SystemMonitor monitor;
    monitor.start();
    monitor.start();
    auto measured = read_all(recording);
    monitor.stop();
    ASSERT_THAT(measured, SizeIs(6));

    EXPECT_THAT(measured["total_memory"].values, SizeIs(1)) << "once, though it was started twice";
    const double total = measured["total_memory"].values[0];
    for (const char* const name : {"used_memory", "free_memory", "process_resident_bytes"}) {
        EXPECT_EQ(measured[name].unit, "bytes") << name;
        EXPECT_THAT(measured[name].values, Each(AllOf(Gt(0.0), Le(total)))) << name;
    }
    EXPECT_EQ(measured["total_memory"].unit, "bytes");
    EXPECT_EQ(measured["process_virtual_bytes"].unit, "bytes");
    EXPECT_GE(measured["process_virtual_bytes"].values[0], measured["process_resident_bytes"].values[0]);
    EXPECT_EQ(measured["cpu_usage"].unit, "percent");
    EXPECT_THAT(measured["cpu_usage"].values, Each(AllOf(Ge(0.0), Le(100.0))));
}

TEST(SystemMonitor, MayBeStartedAgain) {
    const ScopedRecording recording;
    SystemMonitor monitor;
    monitor.stop();
    monitor.start();
    monitor.stop();
    monitor.start();
    EXPECT_THAT(read_all(recording), SizeIs(6));
}

std::vector<std::string> names_of(const std::vector<tracing::Property>& properties) {
    std::vector<std::string> names;
    for (const auto& property : properties) {
        names.push_back(property.name);
    }
    return names;
}

TEST(DefaultProperties, TellOfTheMachineUnlessOthersDo) {
    setenv("MICROMEGAS_PROCESS_PROPERTIES", "total_memory=plenty", 1);
    const auto sink = std::make_shared<tracing::testing::RecordingSink>();
    const auto telemetry = TelemetryGuardBuilder{}
                               .with_version("1.4")
                               .with_process_property("logical_cpu_count", "many")
                               .with_max_level(LevelFilter::Off)
                               .with_exported_process_id(false)
                               .with_sink(sink)
                               .build();
    unsetenv("MICROMEGAS_PROCESS_PROPERTIES");
    const auto found = sink->process()->properties.properties();
    const std::vector<tracing::Property> properties{found.begin(), found.end()};
    EXPECT_THAT(
        properties,
        IsSupersetOf({tracing::Property{"build-version", "1.4"}, tracing::Property{"version", "1.4"},
                      tracing::Property{"logical_cpu_count", "many"}, tracing::Property{"platform-name", "linux"},
                      tracing::Property{"total_memory", "plenty"}}));
    const auto cores = std::ranges::find(properties, "physical_core_count", &tracing::Property::name);
    ASSERT_NE(cores, properties.end());
    EXPECT_GT(std::stoi(cores->value), 0);
    EXPECT_THAT(names_of(properties), SizeIs(6));
}

}  // namespace
}  // namespace micromegas::telemetry_sink
