#include <micromegas/tracing/dispatch.hpp>
#include <micromegas/tracing/time.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <string>

#include <pwd.h>
#include <unistd.h>

namespace micromegas::tracing {
namespace {

using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(ProcessInfo, NamesUserProgramAndMachine) {
    const Uuid id = Uuid::random();
    const ProcessInfo info = dispatch::make_process_info(id, std::nullopt, {{"release", "1"}});
    EXPECT_EQ(info.process_id, id);
    EXPECT_THAT(info.exe, EndsWith("tracing_test"));
    EXPECT_TRUE(std::filesystem::path{info.exe}.is_absolute());
    const passwd* const user = getpwuid(getuid());
    ASSERT_NE(user, nullptr);
    EXPECT_EQ(info.username, user->pw_name);
    const std::string gecos = user->pw_gecos;
    EXPECT_EQ(info.realname, gecos.substr(0, gecos.find(',')));
    char host[256] = {};
    ASSERT_EQ(gethostname(host, sizeof host - 1), 0);
    EXPECT_EQ(info.computer, host);
    EXPECT_THAT(info.distro, Not(IsEmpty()));
    EXPECT_EQ(info.distro.find_first_of("\"\n="), std::string::npos) << info.distro;
    EXPECT_THAT(info.cpu_brand, Not(IsEmpty()));
    EXPECT_EQ(info.tsc_frequency, frequency());
    EXPECT_EQ(info.parent_process_id, std::nullopt);
    EXPECT_EQ(info.properties, (PropertySet{{"release", "1"}}));
    EXPECT_LT(std::chrono::system_clock::now() - info.start_time, std::chrono::minutes{1});
    EXPECT_LE(info.start_ticks, now());
}

TEST(ProcessInfo, KeepsTheParent) {
    const Uuid parent = Uuid::random();
    EXPECT_EQ(dispatch::make_process_info(Uuid{}, parent, {}).parent_process_id, parent);
}

}  // namespace
}  // namespace micromegas::tracing
