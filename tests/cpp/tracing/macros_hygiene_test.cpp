// The macros in hostile code: every name that they use has another meaning here.
#include "recording_test.hpp"

#include <micromegas/tracing.hpp>

#include <string>

namespace hostile {

// Namespaces that hide the library's and the standard's.
namespace micromegas {
struct tracing {};
}  // namespace micromegas
namespace std {
struct string_view {};
struct uint64_t {};
}  // namespace std
namespace fmt {
struct format_string {};
}  // namespace fmt
namespace tracing {}
namespace detail {}
namespace dispatch {}
struct Level {};
struct LevelFilter {};
struct LogMetadata {};
struct PropertySet {};
struct NamespaceProbe {};
struct EnclosingNamespace {};
template <class... Args>
void log(Args&&...) = delete;
template <class... Args>
void make_format_args(Args&&...) = delete;
void allows() = delete;
void max_level() = delete;
void passes_filter() = delete;
void target_or_file_stem() = delete;

using MicromegasSet = ::micromegas::tracing::PropertySet;
constexpr auto kWarn = ::micromegas::tracing::Level::Warn;
constexpr auto kVerbosity = ::micromegas::tracing::Verbosity::Med;

// Every form, with variables of every name that occurs in the macros, used as arguments.
inline void log_in_hostile_scope() {
    const int site = 1;
    const int level = 2;
    const int target = 3;
    const int format = 4;
    const int log = 5;
    const MicromegasSet properties;
    MM_INFO("{} {} {} {} {}", site, level, target, format, log);
    MM_WARN_PROPS(properties, "{} {} {} {} {}", site, level, target, format, log);
    const int once = 6;
    const int limit = 7;
    const bool condition = level == once;
    MM_ERROR_IF(condition, "{} {} {} {} {}", site, level, target, format, log);
    MM_ERROR_LIMITED(once, "{} {} {} {} {} {} {}", site, level, target, format, log, once, limit);
    {
        constexpr ::std::string_view site_target = "hidden";
        constexpr auto& micromegas_target = "explicit";
        MM_LOG(micromegas_target, kWarn, "{}", site_target);
        MM_LOG_PROPS(micromegas_target, kWarn, properties, "{}", level);
    }
    const int name = 6;
    const int unit = 7;
    const int type = 8;
    const int function = 9;
    const int value = 10;
    const int guard = 11;
    const int guard_type = 12;
    const int scope = 13;
    const int probe = 14;
    const int Enclosing = 15;
    const int detail = 16;
    const int dispatch = 17;
    const int tracing = 18;
    const int args = 19;
    const int micromegas = 20;
    MM_DEBUG("{} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", name, unit, type, function, value, guard, guard_type,
             scope, probe, Enclosing, detail, dispatch, tracing, args, micromegas);
    MM_IMETRIC("name", "unit", value + name);
    MM_FMETRIC("name", "unit", unit);
    MM_IMETRIC_PROPS(properties, "name", "unit", site);
    MM_FMETRIC_PROPS(properties, "name", "unit", log);
    MM_SPAN_FUNCTION();
    MM_SPAN_SCOPE("name");
    MM_ASYNC_SPAN("name");
    const char* const location = "location";
    MM_SPAN_NAMED(location);
    MM_ASYNC_SPAN_NAMED(location);
    MM_SPAN_DYNAMIC(location);
    MM_ASYNC_SPAN_DYNAMIC(location);
    MM_SPAN_IF(scope > probe, "name");
    MM_SPAN("name", kVerbosity, "name");
    MM_METRIC("name", kVerbosity, "name", "unit", value);
    MM_IMETRIC_DYNAMIC(location, location, value);
    if (MM_LOG_ENABLED(kWarn)) {
        MM_TRACE("enabled");
    }
}

/// Constants of the names that a call site's static is made from.
inline void log_with_hostile_constants() {
    static constexpr ::std::string_view site = "site.target";
    static constexpr auto level = ::micromegas::tracing::Level::Error;
    static constexpr char format[] = "{} {}";
    MM_LOG(site, level, format, 1, 2);
    static constexpr ::std::string_view target = "target.target";
    MM_LOG(target, level, format, 3, site);
}

/// In a class whose members have the names.
struct Members {
    int site = 1;
    int level = 2;
    int target = 3;
    int log = 4;
    int micromegas_site = 5;

    void write() const {
        MM_INFO("{} {} {} {} {}", site, level, target, log, micromegas_site);
        [this](auto value) { MM_INFO("{} {}", value, site); }(6);
        MM_SPAN_FUNCTION();
    }
};

}  // namespace hostile

// Macros of names that programs and system headers do define. An expansion of any would not compile.
#define site ::hostile_macro
#define log ::hostile_macro
#define level ::hostile_macro
#define target ::hostile_macro
#define format ::hostile_macro
#define name ::hostile_macro
#define unit ::hostile_macro
#define value ::hostile_macro
#define type ::hostile_macro
#define function ::hostile_macro
#define guard ::hostile_macro
#define properties ::hostile_macro
#define probe ::hostile_macro
#define file ::hostile_macro
#define line ::hostile_macro
#define info ::hostile_macro
#define debug ::hostile_macro
#define error ::hostile_macro
#define warn ::hostile_macro
#define trace ::hostile_macro
#define fatal ::hostile_macro
#define check ::hostile_macro
#define min ::hostile_macro
#define max ::hostile_macro
#define FATAL ::hostile_macro
#define ERROR ::hostile_macro
#define WARN ::hostile_macro
#define INFO ::hostile_macro
#define DEBUG ::hostile_macro
#define TRACE ::hostile_macro

namespace among_macros {

inline void log_in_every_form() {
    MM_FATAL("fatal");
    MM_ERROR("error {}", 1);
    MM_WARN("warn");
    MM_INFO("info");
    MM_DEBUG("debug");
    MM_TRACE("trace");
    MM_INFO_PROPS(::micromegas::tracing::PropertySet{}, "props");
    MM_LOG("explicit", ::micromegas::tracing::Level::Info, "log");
    MM_IMETRIC("rows", "count", 1);
    MM_FMETRIC_PROPS(::micromegas::tracing::PropertySet{}, "time", "ms", 1);
    MM_SPAN_FUNCTION();
    MM_SPAN_NAMED("named");
    MM_ASYNC_SPAN("async");
    if (MM_LOG_ENABLED(::micromegas::tracing::Level::Info)) {
        MM_INFO("enabled");
    }
}

}  // namespace among_macros

#undef site
#undef log
#undef level
#undef target
#undef format
#undef name
#undef unit
#undef value
#undef type
#undef function
#undef guard
#undef properties
#undef probe
#undef file
#undef line
#undef info
#undef debug
#undef error
#undef warn
#undef trace
#undef fatal
#undef check
#undef min
#undef max
#undef FATAL
#undef ERROR
#undef WARN
#undef INFO
#undef DEBUG
#undef TRACE

namespace {

using ::testing::ElementsAre;
using Hygiene = ::micromegas::tracing::testing::RecordingTest;

TEST_F(Hygiene, LocalNamesAreTheUsersOwn) {
    hostile::log_in_hostile_scope();
    EXPECT_THAT(sink_->messages(), ElementsAre("1 2 3 4 5", "1 2 3 4 5", "1 2 3 4 5 6 7", "hidden", "2",
                                               "6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", "enabled"));
    EXPECT_EQ(sink_->logs()[0].target, "hostile");
    EXPECT_EQ(sink_->logs()[3].target, "explicit");
}

TEST_F(Hygiene, SoAreConstants) {
    hostile::log_with_hostile_constants();
    EXPECT_THAT(sink_->messages(), ElementsAre("1 2", "3 site.target"));
    EXPECT_EQ(sink_->logs()[0].target, "site.target");
    EXPECT_EQ(sink_->logs()[1].target, "target.target");
}

TEST_F(Hygiene, SoAreMembersAndParameters) {
    hostile::Members{}.write();
    EXPECT_THAT(sink_->messages(), ElementsAre("1 2 3 4 5", "6 1"));
}

TEST_F(Hygiene, MacrosOfCommonNamesAreNotExpanded) {
    among_macros::log_in_every_form();
    EXPECT_THAT(sink_->messages(),
                ElementsAre("fatal", "error 1", "warn", "info", "debug", "trace", "props", "log", "enabled"));
    EXPECT_EQ(sink_->logs()[0].target, "among_macros");
}

}  // namespace
