#include "engine_test.hpp"

namespace engine {
namespace {

using micromegas::tracing::Level;
using micromegas::tracing::Property;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Logs = EngineTest;

TEST_F(Logs, TellTheWholeStoryOfARegistration) {
    register_csv("t",
                 "\xEF\xBB\xBF"
                 "a,b\n1,x\n2,\n3,\n4,y\n5,z\n6,z\n7,z\n8,z\n9,z\n10,z\n11,z\n");
    EXPECT_THAT(logged(),
                ElementsAre("debug engine: reading 51 bytes of CSV for table t",  //
                            "trace engine::csv: byte order mark skipped",         //
                            "trace engine::csv: column \"a\": 11 integers, 0 reals, 0 padded numbers, 0 texts, 0 empty",
                            "trace engine::csv: column \"b\": 0 integers, 0 reals, 0 padded numbers, 9 texts, 2 empty",
                            "debug engine::csv: 11 rows, 2 columns: a INTEGER, b TEXT",           //
                            "debug engine::sql: CREATE TABLE \"t\" (\"a\" INTEGER, \"b\" TEXT)",  //
                            "trace engine::sql: INSERT INTO \"t\" VALUES (?, ?)",                 //
                            "info engine: registered table t: 11 rows"));
    EXPECT_THAT(sink_->logs().back().properties, ElementsAre(Property{"bytes", "51"}));
}

TEST_F(Logs, TellTheWholeStoryOfAQuery) {
    register_csv("t", "a\n1\n");
    sink_->clear();
    execute("SELECT a\n FROM t;\n");
    EXPECT_THAT(logged(), ElementsAre("debug engine::sql: running SELECT a FROM t;", "trace engine::sql: plan: SCAN t",
                                      "info engine: query returned 1 row"));
}

TEST_F(Logs, TellTheRest) {
    EXPECT_TRUE(engine_->execute_and_register("t", "SELECT 1 AS a"));
    EXPECT_EQ(engine_->deregister("t"), std::nullopt);
    EXPECT_EQ(engine_->reset(), std::nullopt);
    EXPECT_THAT(logged(Level::Info), ElementsAre("info engine: registered table t: 1 rows of a query",  //
                                                 "info engine: deregistered table t",                   //
                                                 "info engine: reset: every table is gone"));
}

TEST_F(Logs, ErrorsCarryTheSql) {
    execute("SELECT\n nope");
    EXPECT_THAT(logged(Level::Error),
                ElementsAre("error engine: query failed: no such column: nope (line 2, column 2: nope)"));
    EXPECT_THAT(sink_->logs().back().properties, ElementsAre(Property{"sql", "SELECT nope"}));
}

TEST_F(Logs, EveryFailureIsOneError) {
    EXPECT_FALSE(engine_->register_csv("a", ""));
    EXPECT_FALSE(engine_->execute_and_register("b", "SELECT"));
    EXPECT_TRUE(engine_->deregister("c"));
    EXPECT_THAT(
        logged(Level::Error),
        ElementsAre("error engine: table a was not registered: the file is empty; its first line must name the columns",
                    "error engine: table b was not registered: incomplete input",
                    "error engine: table c was not deregistered: there is no table \"c\". No table is registered."));
}

TEST_F(Logs, NothingIsWrongWithCleanData) {
    register_csv("t", "zip,price\n00501,1.5\n10001,2\n");
    execute("SELECT * FROM t");
    EXPECT_THAT(logged(Level::Warn), IsEmpty());
}

TEST_F(Logs, WarnOfADubiousHeader) {
    register_csv("numbers", "1,2.5\n3,4\n");
    register_csv("semicolons", "a;b\n1;2\n");
    register_csv("names", "id,,ID\n1,2,3\n");
    EXPECT_THAT(
        logged(Level::Warn),
        ElementsAre(
            "warn engine::csv: the first line, \"1,2.5\", is taken for the header, but holds only numbers: is "
            "the header missing?",
            "warn engine::csv: one column, named \"a;b\": is the file separated by something other than commas?",
            "warn engine::csv: column 2 has no name and is called \"column_2\"",
            "warn engine::csv: column 3 is called \"ID_2\", because \"ID\" stands before it already"));
}

TEST_F(Logs, WarnOfDubiousValues) {
    register_csv("empty", "a,b,c\n1,,\n2,,\n3,,x\n");
    register_csv("norows", "a\n");
    std::string numbers = "n\n";
    for (int i = 0; i < 20; ++i) {
        numbers.append(std::to_string(i)).append("\n");
    }
    register_csv("text", numbers + "n/a\n-\n");
    register_csv("latin1",
                 "a\ngr\xF6\xDF"
                 "e\n");
    EXPECT_THAT(logged(Level::Warn),
                ElementsAre("warn engine::csv: column \"b\" has no values",            //
                            "warn engine::csv: column \"c\" is empty in 2 of 3 rows",  //
                            "warn engine::csv: a header and no rows",                  //
                            "warn engine::csv: column \"n\" is TEXT, not a number: 2 of 22 values are not numbers "
                            "that a column can hold, first \"n/a\" in line 22",
                            "warn engine::csv: 2 bytes are not UTF-8 and were replaced by U+FFFD; was the file saved "
                            "in another encoding?"));
}

TEST_F(Logs, WarnOfADubiousResult) {
    execute("SELECT 1 AS a, 2 AS a, NULL AS b");
    EXPECT_TRUE(engine_->execute_and_register("t", "SELECT 1 AS a, 2 AS a"));
    EXPECT_THAT(
        logged(Level::Warn),
        ElementsAre(
            "warn engine::sql: column 2 of the result is called \"a_2\", because \"a\" stands before it already",
            "warn engine::sql: column 3 of the result, \"b\", is NULL in every row",
            "warn engine::sql: column 2 of the table is called \"a_2\", because \"a\" stands before it already"));
}

TEST_F(Logs, WarnOfNumbersThatWouldBecomeOthers) {
    register_csv("ids", "id\n12345678901234567\n12345678901234568\n1e3\n");
    register_csv("reals", "r\n0.5\n");
    execute("SELECT 9e999 AS v, -1 AS w UNION ALL SELECT 1, 9e999 UNION ALL SELECT -9e999, 1");
    EXPECT_TRUE(engine_->execute_and_register("u", "SELECT r FROM reals UNION ALL SELECT 9007199254740993"));
    EXPECT_THAT(
        logged(Level::Warn),
        ElementsAre("warn engine::csv: column \"id\" is TEXT, not a number: it has real numbers beside integers "
                    "that a real number cannot hold, first 12345678901234567 in line 2",
                    "warn engine::sql: column 1 of the result, \"v\": 2 infinite numbers are shown as NULL",
                    "warn engine::sql: column 2 of the result, \"w\": 1 infinite number is shown as NULL",
                    "warn engine::sql: column \"r\" of the table is REAL and rounds 1 integer, first "
                    "9007199254740993: begin with the SELECT that has the integers, or CAST them to TEXT"));
}

TEST_F(Logs, ObeyAFilterByNamespace) {
    ASSERT_FALSE(micromegas::tracing::set_filter("off,engine::sql=debug"));
    execute("SELECT 1 AS a");
    EXPECT_THAT(logged(), ElementsAre("debug engine::sql: running SELECT 1 AS a"));
}

TEST_F(Logs, TellOfTheDatabase) {
    const QueryEngine another;
    EXPECT_THAT(logged(),
                ElementsAre(::testing::MatchesRegex("debug engine::sql: SQLite .* opened a database in memory")));
}

}  // namespace
}  // namespace engine
