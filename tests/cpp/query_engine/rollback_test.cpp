#include "engine_test.hpp"

namespace engine {
namespace {

using Rollback = EngineTest;

TEST_F(Rollback, AFailedScriptLeavesNothing) {
    register_csv("t", "a\n1\n2\n");
    EXPECT_THAT(execute("CREATE TABLE u (x); DELETE FROM t; DROP TABLE t; SELECT nope"),
                ::testing::StartsWith("error"));
    EXPECT_EQ(tables(), "[{\"names\":\"t\"}]");
    EXPECT_EQ(execute("SELECT count(*) AS n FROM t"), "[{\"n\":2}]");
}

TEST_F(Rollback, AFailureWhileRowsAreReadLeavesNothing) {
    EXPECT_THAT(execute("CREATE TABLE u (x); SELECT abs(-9223372036854775808)"), ::testing::StartsWith("error"));
    EXPECT_EQ(tables(), "[{\"names\":null}]");
}

TEST_F(Rollback, SurvivesARollbackBySqliteItself) {
    EXPECT_EQ(execute("CREATE TABLE u (x UNIQUE); INSERT INTO u VALUES (1)"), "[]");
    EXPECT_EQ(execute("INSERT INTO u VALUES (2); INSERT OR ROLLBACK INTO u VALUES (1)"),
              "error: UNIQUE constraint failed: u.x");
    EXPECT_EQ(execute("SELECT * FROM u"), "[{\"x\":1}]");
    EXPECT_EQ(execute("INSERT INTO u VALUES (3) RETURNING x"), "[{\"x\":3}]");
}

TEST_F(Rollback, AFailedRegistrationLeavesNoTable) {
    EXPECT_FALSE(engine_->register_csv("t", "a,b\n1,2\n3\n"));
    EXPECT_FALSE(engine_->execute_and_register("u", "SELECT abs(value) FROM json_each('[1, -9223372036854775808]')"));
    EXPECT_EQ(tables(), "[{\"names\":null}]");
    register_csv("t", "a,b\n1,2\n");
}

TEST_F(Rollback, AFailedRegistrationLeavesTheTableOfThatName) {
    register_csv("t", "a\n1\n");
    EXPECT_FALSE(engine_->register_csv("t", "b\n2\n3\n"));
    EXPECT_EQ(execute("SELECT * FROM t"), "[{\"a\":1}]");
}

}  // namespace
}  // namespace engine
