#include "csv/reader.hpp"

#include <gmock/gmock.h>

#include <random>

namespace engine::csv {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Records = std::vector<std::vector<std::string>>;

struct Outcome {
    Records records;
    std::string error;
};

Outcome read_all(std::string_view text) {
    Outcome outcome;
    Reader reader{text};
    while (true) {
        const auto record = reader.next();
        if (!record) {
            outcome.error = record.error().message;
            return outcome;
        }
        if (!*record) {
            return outcome;
        }
        outcome.records.emplace_back(reader.fields().begin(), reader.fields().end());
    }
}

Records records_of(std::string_view text) {
    Outcome outcome = read_all(text);
    EXPECT_EQ(outcome.error, "");
    return outcome.records;
}

TEST(CsvReader, SeparatesFieldsAndRecords) {
    EXPECT_EQ(records_of("a,b\n1,2\n"), (Records{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(records_of("a,b\n1,2"), (Records{{"a", "b"}, {"1", "2"}}));
}

TEST(CsvReader, TakesEveryLineEnd) { EXPECT_EQ(records_of("a\r\nb\nc\rd\r\n"), (Records{{"a"}, {"b"}, {"c"}, {"d"}})); }

TEST(CsvReader, KeepsEmptyFields) {
    EXPECT_EQ(records_of(",\n,,\n"), (Records{{"", ""}, {"", "", ""}}));
    EXPECT_EQ(records_of("a,"), (Records{{"a", ""}}));
    EXPECT_EQ(records_of("\"\"\n"), (Records{{""}}));
}

TEST(CsvReader, SkipsBlankLines) { EXPECT_EQ(records_of("\n\r\na,b\n\n\n1,2\n\n"), (Records{{"a", "b"}, {"1", "2"}})); }

TEST(CsvReader, ReadsNothingFromNothing) {
    EXPECT_EQ(records_of(""), Records{});
    EXPECT_EQ(records_of("\n\n"), Records{});
}

TEST(CsvReader, ReadsQuotedFields) {
    EXPECT_EQ(records_of("\"a,b\",\"say \"\"hi\"\"\",\"\"\"\"\n"), (Records{{"a,b", "say \"hi\"", "\""}}));
}

TEST(CsvReader, KeepsLineEndsInQuotesAsTheyAre) {
    EXPECT_EQ(records_of("\"a\r\nb\nc\",d\r\n"), (Records{{"a\r\nb\nc", "d"}}));
}

TEST(CsvReader, TakesAQuoteInsideAPlainFieldForItself) {
    EXPECT_EQ(records_of("5\" pipe,a\"b"), (Records{{"5\" pipe", "a\"b"}}));
}

TEST(CsvReader, KeepsSpaces) { EXPECT_EQ(records_of(" a , \"b\""), (Records{{" a ", " \"b\""}})); }

TEST(CsvReader, PassesUnicodeAndNulOn) {
    EXPECT_EQ(records_of("größe,日本,🦆"), (Records{{"größe", "日本", "🦆"}}));
    EXPECT_EQ(records_of(std::string_view{"a\0b", 3}), (Records{{std::string{"a\0b", 3}}}));
}

TEST(CsvReader, CountsLinesInsideQuotes) {
    Reader reader{"a\n\"1\r\n2\n3\"\nb\n"};
    std::vector<std::size_t> lines;
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(reader.next());
        lines.push_back(reader.line());
    }
    EXPECT_THAT(lines, ElementsAre(1U, 2U, 5U));
}

TEST(CsvReader, NamesTheLineOfAnUnterminatedQuote) {
    const Outcome outcome = read_all("a\nb\n\"c\nd\n");
    EXPECT_EQ(outcome.records, (Records{{"a"}, {"b"}}));
    EXPECT_EQ(outcome.error, "line 3: a quoted field begins here and never ends");
}

TEST(CsvReader, RefusesTextAfterAClosingQuote) {
    EXPECT_THAT(read_all("a,b\n1,\"2\"3\n").error, HasSubstr("line 2: text after the closing quote of field 2"));
}

TEST(CsvReader, ReadsNothingAfterAnError) {
    Reader reader{"\"a"};
    EXPECT_FALSE(reader.next());
    const auto after = reader.next();
    ASSERT_TRUE(after);
    EXPECT_FALSE(*after);
}

TEST(CsvReader, ReadsAHugeField) {
    const std::string huge(std::size_t{8} << 20, 'x');
    EXPECT_EQ(records_of("\"" + huge + "\"," + huge), (Records{{huge, huge}}));
}

// Each of them is read or refused, and ends.
TEST(CsvReader, SurvivesEveryPrefix) {
    const std::string valid = "name,\"the \"\"note\"\"\"\r\nAda,\"one\r\ntwo\"\n\nBob,\n\"größe\",\"\"\n";
    for (std::size_t size = 0; size <= valid.size(); ++size) {
        const Outcome outcome = read_all(std::string_view{valid}.substr(0, size));
        EXPECT_LE(outcome.records.size(), 4U);
    }
}

TEST(CsvReader, SurvivesRandomBytes) {
    std::mt19937 random{20240229};  // NOLINT(cert-msc51-cpp): the same in every run
    constexpr std::string_view kAlphabet = "a,\"\r\n";
    for (int round = 0; round < 20'000; ++round) {
        std::string text(random() % 24, '\0');
        for (char& c : text) {
            c = kAlphabet[random() % kAlphabet.size()];
        }
        const Outcome outcome = read_all(text);
        EXPECT_LE(outcome.records.size(), text.size());
    }
}

TEST(CountLineEnds, CountsCrlfOnce) {
    EXPECT_EQ(count_line_ends(""), 0U);
    EXPECT_EQ(count_line_ends("a\r\nb\nc\r"), 3U);
    EXPECT_EQ(count_line_ends("\r\r\n\n"), 3U);
}

}  // namespace
}  // namespace engine::csv
