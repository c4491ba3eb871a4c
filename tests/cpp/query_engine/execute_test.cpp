#include "engine_test.hpp"

#include <chrono>

namespace engine {
namespace {

using Execute = EngineTest;

TEST_F(Execute, ReturnsOneObjectARow) {
    EXPECT_EQ(execute("SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'y'"),
              "[{\"a\":1,\"b\":\"x\"},\n{\"a\":2,\"b\":\"y\"}]");
    EXPECT_EQ(execute("SELECT 1 AS a WHERE false"), "[]");
}

TEST_F(Execute, EncodesEveryKindOfValue) {
    EXPECT_EQ(execute("SELECT NULL AS v"), "[{\"v\":null}]");
    EXPECT_EQ(execute("SELECT -9223372036854775808 AS v"), "[{\"v\":-9223372036854775808}]");
    EXPECT_EQ(execute("SELECT 0.1 AS v"), "[{\"v\":0.1}]");
    EXPECT_EQ(execute("SELECT 2.0 AS v"), "[{\"v\":2.0}]");
    EXPECT_EQ(execute("SELECT 9e999 AS v, -9e999 AS w"), "[{\"v\":null,\"w\":null}]");
    EXPECT_EQ(execute("SELECT x'00ff' AS v"), "[{\"v\":\"00FF\"}]");
    EXPECT_EQ(execute("SELECT 'é\"🦆\\' || char(10) || char(1) AS v"), "[{\"v\":\"é\\\"🦆\\\\\\n\\u0001\"}]");
    EXPECT_EQ(execute("SELECT json('[1]') AS v"), "[{\"v\":\"[1]\"}]");
}

TEST_F(Execute, WritesEveryDigitOfANumber) {
    EXPECT_EQ(execute("SELECT 0.1 + 0.2 AS v, 1e300 AS w, 5e-324 AS x, 123456789.123456789 AS y"),
              "[{\"v\":0.30000000000000004,\"w\":1e+300,\"x\":5e-324,\"y\":123456789.12345679}]");
    EXPECT_EQ(execute("SELECT 9007199254740993 AS v, 9007199254740993.0 AS w, -0.0 * 1 AS x"),
              "[{\"v\":9007199254740993,\"w\":9007199254740992.0,\"x\":0.0}]");
}

TEST_F(Execute, EscapesControlCharacters) {
    EXPECT_EQ(execute("SELECT 'a' || char(0) || 'b' AS v, char(27, 9, 13) AS \"\t\""),
              "[{\"v\":\"a\\u0000b\",\"\\t\":\"\\u001b\\t\\r\"}]");
    EXPECT_EQ(execute("SELECT char(127, 128, 159, 160, 0xE9) AS v"), "[{\"v\":\"\\u007f\\u0080\\u009f\u00A0\u00E9\"}]");
}

TEST_F(Execute, AlwaysReturnsValidUtf8) {
    EXPECT_EQ(execute("SELECT CAST(x'41ff42' AS TEXT) AS v"),
              "[{\"v\":\"A\uFFFD"
              "B\"}]");
}

TEST_F(Execute, NumbersColumnNamesThatOccurAgain) {
    EXPECT_EQ(execute("SELECT 1 AS id, 2 AS id, 3 AS \"a \"\"b\"\"\""), "[{\"id\":1,\"id_2\":2,\"a \\\"b\\\"\":3}]");
}

TEST_F(Execute, ReturnsTheRowsOfTheLastStatementThatHasAny) {
    EXPECT_EQ(execute("SELECT 1 AS a; SELECT 2 AS b; CREATE TABLE t (x); -- done\n;"), "[{\"b\":2}]");
    EXPECT_EQ(execute("CREATE TABLE u (x)"), "[]");
    EXPECT_EQ(execute("INSERT INTO u VALUES (1), (2) RETURNING x"), "[{\"x\":1},\n{\"x\":2}]");
}

TEST_F(Execute, HasClockAndRandomNumbers) {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    EXPECT_EQ(execute("SELECT abs(unixepoch('now') - " + std::to_string(now) + ") < 60 AS ok"), "[{\"ok\":1}]");
    EXPECT_EQ(execute("SELECT random() <> random() AS ok"), "[{\"ok\":1}]");
}

TEST_F(Execute, SortsMoreThanFitsACache) {
    EXPECT_EQ(execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000),"
                      " sorted AS (SELECT i, printf('%0100d', i * 7919 % 100003) AS k FROM n ORDER BY k LIMIT -1)"
                      " SELECT count(*) AS n FROM sorted"),
              "[{\"n\":100000}]");
}

TEST_F(Execute, TakesDeeplyNestedSql) {
    const std::string sql = "SELECT " + std::string(90, '(') + "1" + std::string(90, ')') + " AS v";
    EXPECT_EQ(execute(sql), "[{\"v\":1}]");
}

TEST_F(Execute, AllowsReadOnlyPragmas) {
    register_csv("t", "a\n1\n");
    EXPECT_EQ(execute("SELECT name, type FROM pragma_table_info('t')"), "[{\"name\":\"a\",\"type\":\"INTEGER\"}]");
}

using ExecuteAndRegister = EngineTest;

TEST_F(ExecuteAndRegister, MakesATableOfTheRows) {
    register_csv("t", "a,b\n1,x\n2,y\n3,\n");
    const auto rows = engine_->execute_and_register("u", "SELECT a, b AS label, a * 1.5 AS more FROM t WHERE a > 1;");
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_EQ(*rows, 2U);
    EXPECT_EQ(execute("SELECT * FROM u"),
              "[{\"a\":2,\"label\":\"y\",\"more\":3.0},\n{\"a\":3,\"label\":null,\"more\":4.5}]");
}

TEST_F(ExecuteAndRegister, KeepsTypesOfColumnsAndValues) {
    register_csv("t", "a\n1\n");
    ASSERT_TRUE(engine_->execute_and_register("u", "SELECT a, 1.0 AS r, 'x' AS s, x'01' AS b FROM t"));
    EXPECT_EQ(execute("SELECT typeof(a) AS a, typeof(r) AS r, typeof(s) AS s, typeof(b) AS b FROM u"),
              "[{\"a\":\"integer\",\"r\":\"real\",\"s\":\"text\",\"b\":\"blob\"}]");
    EXPECT_EQ(execute("SELECT type FROM pragma_table_info('u') LIMIT 1"), "[{\"type\":\"INTEGER\"}]");
}

TEST_F(ExecuteAndRegister, NumbersColumnNamesThatOccurAgain) {
    ASSERT_TRUE(engine_->execute_and_register("u", "SELECT 1 AS id, 2 AS ID"));
    EXPECT_EQ(execute("SELECT * FROM u"), "[{\"id\":1,\"ID_2\":2}]");
}

TEST_F(ExecuteAndRegister, MakesATableWithoutRows) {
    const auto rows = engine_->execute_and_register("u", "SELECT 1 AS a WHERE false");
    ASSERT_TRUE(rows);
    EXPECT_EQ(*rows, 0U);
}

using Deregister = EngineTest;

TEST_F(Deregister, DropsTheTable) {
    register_csv("t", "a\n1\n");
    EXPECT_EQ(error_of(engine_->deregister("T")), "");
    EXPECT_EQ(tables(), "[{\"names\":null}]");
    register_csv("t", "b\n1\n");
}

TEST_F(Deregister, DropsAView) {
    EXPECT_EQ(execute("CREATE VIEW v AS SELECT 1 AS a"), "[]");
    EXPECT_EQ(error_of(engine_->deregister("v")), "");
    EXPECT_EQ(tables(), "[{\"names\":null}]");
}

TEST_F(Deregister, ListsTheTablesWhereThereIsNone) {
    EXPECT_EQ(error_of(engine_->deregister("t")), "there is no table \"t\". No table is registered.");
    register_csv("a", "x\n1\n");
    register_csv("b", "x\n1\n");
    EXPECT_EQ(error_of(engine_->deregister("t\"; DROP TABLE a")),
              "there is no table \"t\"; DROP TABLE a\". Registered tables: a, b.");
}

using Reset = EngineTest;

TEST_F(Reset, DropsEveryTable) {
    register_csv("a", "x\n1\n");
    register_csv("b", "x\n1\n");
    EXPECT_EQ(error_of(engine_->reset()), "");
    EXPECT_EQ(tables(), "[{\"names\":null}]");
    register_csv("a", "x\n1\n");
}

using Engines = EngineTest;

TEST_F(Engines, AreIndependent) {
    QueryEngine one;
    QueryEngine other;
    ASSERT_TRUE(one.register_csv("t", "a\n1\n"));
    EXPECT_FALSE(other.execute("SELECT * FROM t"));
    QueryEngine moved = std::move(one);
    EXPECT_TRUE(moved.execute("SELECT * FROM t"));
}

}  // namespace
}  // namespace engine
