#include "engine_test.hpp"

namespace engine {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class Errors : public EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        register_csv("stocks", "symbol,price,Day of week\nA,1.5,Mon\n");
    }
};

TEST_F(Errors, SyntaxErrorsHaveAPlace) {
    EXPECT_EQ(execute("SELECT 1\n FORM stocks"), "error: near \"stocks\": syntax error (line 2, column 7: stocks)");
}

TEST_F(Errors, PlacesCountFromTheBeginningOfAllStatements) {
    EXPECT_EQ(execute("SELECT 1;\nSELECT 2;\n SELECT nope"), "error: no such column: nope (line 3, column 9: nope)");
}

TEST_F(Errors, UnknownColumnsAreCompared) {
    EXPECT_EQ(execute("SELECT prize FROM stocks"),
              "error: no such column: prize (line 1, column 8: prize FROM stocks). Did you mean price?");
    EXPECT_EQ(
        execute("SELECT \"Day of weak\" FROM stocks"),
        "error: no such column: \"Day of weak\" (line 1, column 8: \"Day of weak\" FROM stocks). Did you mean Day "
        "of week?");
}

TEST_F(Errors, UnknownTablesListTheKnownOnes) {
    EXPECT_EQ(execute("SELECT * FROM stonks"),
              "error: no such table: stonks. Did you mean stocks? Registered tables: stocks.");
}

TEST_F(Errors, IncompleteSqlIsNamed) { EXPECT_THAT(execute("SELECT (1"), StartsWith("error: incomplete input")); }

TEST_F(Errors, ErrorsWhileRunningAreNamed) {
    EXPECT_THAT(execute("SELECT json_extract('{', '$')"), StartsWith("error: malformed JSON"));
    EXPECT_THAT(execute("SELECT abs(-9223372036854775808)"), StartsWith("error: integer overflow"));
}

TEST_F(Errors, NothingToRun) {
    for (const auto* sql : {"", "  \n", ";", "-- a comment", "/* a comment */;"}) {
        EXPECT_EQ(execute(sql), "error: there is no SQL statement to run") << sql;
    }
}

TEST_F(Errors, ParametersHaveNoValues) {
    EXPECT_THAT(execute("SELECT ?"), StartsWith("error: parameters, such as ? or :name, have no values here"));
}

TEST_F(Errors, NulAndHugeSqlAreRefused) {
    EXPECT_EQ(execute(std::string_view{"SELECT 1\0; DROP TABLE stocks", 29}), "error: the SQL holds a NUL character");
    EXPECT_EQ(execute(std::string(2 << 20, ' ')), "error: the SQL has 2097152 bytes; at most 1048576 are allowed");
}

TEST_F(Errors, TheTransactionIsTheEngines) {
    EXPECT_EQ(execute("BEGIN"), "error: BEGIN is not allowed: all statements of one call are a transaction already");
    EXPECT_EQ(execute("DELETE FROM stocks; COMMIT"),
              "error: COMMIT is not allowed: all statements of one call are a transaction already");
    EXPECT_EQ(execute("RELEASE work"),
              "error: SAVEPOINT is not allowed: all statements of one call are a transaction already");
    EXPECT_EQ(execute("SELECT count(*) AS n FROM stocks"), "[{\"n\":1}]");
}

TEST_F(Errors, FilesAreOutOfReach) {
    EXPECT_THAT(execute("ATTACH 'other.db' AS other"), StartsWith("error: ATTACH and DETACH are not allowed"));
    EXPECT_THAT(execute("VACUUM INTO 'copy.db'"), StartsWith("error: "));
    EXPECT_THAT(execute("SELECT load_extension('x')"), HasSubstr("no such function"));
    EXPECT_EQ(execute("PRAGMA writable_schema = on"),
              "error: PRAGMA writable_schema is not allowed; allowed are table_info, table_xinfo, table_list, "
              "index_list, index_info");
}

TEST_F(Errors, OnlyOneSelectBecomesATable) {
    const auto error = [&](std::string_view sql) { return error_of(engine_->execute_and_register("u", sql)); };
    EXPECT_EQ(error(""), "only the rows of a SELECT can be made a table");
    EXPECT_EQ(error("DROP TABLE stocks"), "only the rows of a SELECT can be made a table");
    EXPECT_EQ(error("DELETE FROM stocks RETURNING *"), "only the rows of a SELECT can be made a table");
    EXPECT_EQ(error("SELECT 1; SELECT 2"), "only one SELECT can be made a table, and more SQL follows it");
    EXPECT_THAT(error("SELECT 1; SELEC"), StartsWith("near \"SELEC\": syntax error (line 1, column 11"));
    EXPECT_EQ(error("SELECT prize FROM stocks"),
              "no such column: prize (line 1, column 8: prize FROM stocks). Did you mean price?");
    EXPECT_THAT(error_of(engine_->execute_and_register("stocks", "SELECT 1")), HasSubstr("\"stocks\" is taken"));
    EXPECT_THAT(error_of(engine_->execute_and_register("", "SELECT 1")), HasSubstr("cannot be a table name"));
}

TEST_F(Errors, AResultHasALimit) {
    EXPECT_EQ(execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                      " SELECT printf('%.*c', 1000000, 'x') AS v FROM n"),
              "error: the result is larger than 256 MiB; a LIMIT would help");
}

}  // namespace
}  // namespace engine
