#include <micromegas/tracing/metadata.hpp>

#include <gmock/gmock.h>

#include <string_view>
#include <type_traits>

namespace micromegas::tracing {
namespace {

constexpr bool is_literal(std::string_view format) {
    return LogMetadata{Level::Info, format, "target", "module", "file", 1}.message_is_literal;
}

TEST(LogMetadata, AMessageIsLiteralWithoutBraces) {
    static_assert(is_literal("text"));
    static_assert(is_literal(""));
    static_assert(!is_literal("{}"));
    static_assert(!is_literal("{{"));
    static_assert(!is_literal("}}"));
    static_assert(!is_literal("rows: {:>5}"));
}

/// A call site is built at compile time and needs no destructor, so it may be used before and after `main`.
TEST(LogMetadata, IsAConstantThatLivesForEver) {
    static constinit LogMetadata site{Level::Warn, "text", "target", "module", "file.cpp", 7};
    EXPECT_EQ(site.level, Level::Warn);
    EXPECT_EQ(site.fmt_str, "text");
    EXPECT_EQ(site.target, "target");
    EXPECT_EQ(site.module_path, "module");
    EXPECT_EQ(site.file, "file.cpp");
    EXPECT_EQ(site.line, 7U);
    EXPECT_EQ(site.lifetime, MetadataLifetime::Static);
    EXPECT_EQ(site.filter_state.load(), 0U);
    static_assert(std::is_trivially_destructible_v<LogMetadata>);
    static_assert(std::is_trivially_destructible_v<MetricMetadata> && std::is_trivially_destructible_v<SpanMetadata>);
    static_assert(!std::is_copy_constructible_v<LogMetadata>, "its address is its identity");
}

/// The program has one of these for each call.
TEST(LogMetadata, IsAsLargeAsItMustBe) {
    static_assert(sizeof(LogMetadata) <= 4 * sizeof(std::string_view) + 16);
    static_assert(sizeof(SpanMetadata) <= 4 * sizeof(std::string_view) + 8);
}

TEST(MetricMetadata, DescribesItself) {
    static constinit const MetricMetadata metric{"rows", "count", "target", "file.cpp", 7};
    EXPECT_EQ(metric.verbosity, Verbosity::Max);
    EXPECT_EQ(metric.unit, "count");
}

}  // namespace
}  // namespace micromegas::tracing
