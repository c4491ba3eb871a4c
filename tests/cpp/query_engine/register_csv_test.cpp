#include "engine_test.hpp"

namespace engine {
namespace {

using RegisterCsv = EngineTest;

TEST_F(RegisterCsv, ReturnsTheNumberOfRows) {
    const auto rows = engine_->register_csv("t", "a,b\n1,2\n3,4\n");
    ASSERT_TRUE(rows);
    EXPECT_EQ(*rows, 2U);
}

TEST_F(RegisterCsv, TypesTheValues) {
    register_csv("t", "name,zip,count,price\nAda,00501,5,1\nBob,10001,,2.5\n,,,\n");
    EXPECT_EQ(execute("SELECT * FROM t"),
              "[{\"name\":\"Ada\",\"zip\":\"00501\",\"count\":5,\"price\":1.0},\n"
              "{\"name\":\"Bob\",\"zip\":\"10001\",\"count\":null,\"price\":2.5},\n"
              "{\"name\":null,\"zip\":null,\"count\":null,\"price\":null}]");
    EXPECT_EQ(execute("SELECT typeof(count) AS c, typeof(price) AS p FROM t LIMIT 1"),
              "[{\"c\":\"integer\",\"p\":\"real\"}]");
    EXPECT_EQ(execute("SELECT sum(count) AS s FROM t WHERE name = 'Ada'"), "[{\"s\":5}]");
}

TEST_F(RegisterCsv, KeepsTheLargestIntegers) {
    register_csv("t", "n\n9223372036854775807\n-9223372036854775808\n");
    EXPECT_EQ(execute("SELECT n FROM t"), "[{\"n\":9223372036854775807},\n{\"n\":-9223372036854775808}]");
}

TEST_F(RegisterCsv, KeepsQuotesCommasAndLineBreaks) {
    register_csv("t", "\xEF\xBB\xBF\"the \"\"name\"\"\",b\r\n\"x,y\r\nz\",größe\r\n");
    EXPECT_EQ(execute("SELECT * FROM t"), "[{\"the \\\"name\\\"\":\"x,y\\r\\nz\",\"b\":\"größe\"}]");
}

TEST_F(RegisterCsv, TakesAHeaderAlone) {
    const auto rows = engine_->register_csv("t", "a,b");
    ASSERT_TRUE(rows);
    EXPECT_EQ(*rows, 0U);
    EXPECT_EQ(execute("SELECT * FROM t"), "[]");
}

TEST_F(RegisterCsv, TakesAFieldOfSeveralMegabytes) {
    register_csv("t", "a\n" + std::string(std::size_t{4} << 20, 'x') + "\n");
    EXPECT_EQ(execute("SELECT length(a) AS n FROM t"), "[{\"n\":4194304}]");
}

TEST_F(RegisterCsv, TakesManyColumns) {
    std::string header = "c0";
    std::string row = "0";
    for (int i = 1; i < 2000; ++i) {
        const std::string number = std::to_string(i);
        header.append(",c").append(number);
        row.append(",").append(number);
    }
    register_csv("t", header + "\n" + row + "\n");
    EXPECT_EQ(execute("SELECT c1999 FROM t"), "[{\"c1999\":1999}]");
}

// Every prefix gives an error, or a table.
TEST_F(RegisterCsv, SurvivesEveryPrefix) {
    const std::string valid = "\xEF\xBB\xBFname,\"the \"\"note\"\"\"\r\nAda,\"one\r\ntwo\"\n\n\"größe\",1.5\n";
    for (std::size_t size = 0; size <= valid.size(); ++size) {
        const auto rows = engine_->register_csv("t", std::string_view{valid}.substr(0, size));
        EXPECT_EQ(error_of(engine_->deregister("t")).empty(), static_cast<bool>(rows)) << size;
    }
}

TEST_F(RegisterCsv, NamesTheProblem) {
    EXPECT_EQ(error_of(engine_->register_csv("t", "a,b\n1\n")), "line 2: 1 field, but the header has 2 columns");
    EXPECT_EQ(error_of(engine_->register_csv("t", "")), "the file is empty; its first line must name the columns");
    EXPECT_EQ(error_of(engine_->register_csv("t", "a\n\"b")), "line 2: a quoted field begins here and never ends");
}

TEST_F(RegisterCsv, RefusesANameThatIsTakenInAnyCase) {
    register_csv("Stocks", "a\n1\n");
    EXPECT_EQ(error_of(engine_->register_csv("stocks", "a\n1\n")),
              "the table name \"stocks\" is taken; deregister it first, or choose another. Registered tables: Stocks.");
}

TEST_F(RegisterCsv, RefusesAnInvalidName) {
    EXPECT_THAT(error_of(engine_->register_csv("a b", "a\n1\n")),
                ::testing::StartsWith("\"a b\" cannot be a table name"));
}

TEST_F(RegisterCsv, KeepsDifferentIdsDifferent) {
    register_csv("t", "id\n12345678901234567\n12345678901234568\n1e3\n");
    EXPECT_EQ(execute("SELECT id, count(*) AS n FROM t GROUP BY id"),
              "[{\"id\":\"12345678901234567\",\"n\":1},\n{\"id\":\"12345678901234568\",\"n\":1},\n"
              "{\"id\":\"1e3\",\"n\":1}]");
}

TEST_F(RegisterCsv, KeepsNumbersThatNoColumnHolds) {
    register_csv("t", "order\n1234e400\n1e-400\n7\n");
    EXPECT_EQ(execute("SELECT \"order\" AS o FROM t"), "[{\"o\":\"1234e400\"},\n{\"o\":\"1e-400\"},\n{\"o\":\"7\"}]");
}

TEST_F(RegisterCsv, KeepsTheSmallestAndTheLargestNumbers) {
    register_csv("t", "r\n1.7976931348623157e308\n1e-323\n-1e308\n");
    EXPECT_EQ(execute("SELECT r > 1e308 AS large, r > 0 AND r < 1e-300 AS small, abs(r) = 9e999 AS infinite FROM t"),
              "[{\"large\":1,\"small\":0,\"infinite\":0},\n{\"large\":0,\"small\":1,\"infinite\":0},\n"
              "{\"large\":0,\"small\":0,\"infinite\":0}]");
}

}  // namespace
}  // namespace engine
