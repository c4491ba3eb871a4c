// The names of MM_SPAN_FUNCTION, which every compiler finds alike.
#include <micromegas/tracing.hpp>

#include <gmock/gmock.h>

#include <string>
#include <utility>

namespace micromegas::tracing {

#define NAME_OF_FUNCTION()                                                                     \
    ([](const auto& text) {                                                                    \
        return std::string{text.chars.data(), text.size()};                                    \
    })(__extension__({                                                                         \
        static constinit const auto found = MM_DETAIL_FUNCTION_NAME(MM_ENCLOSING_NAMESPACE()); \
        found;                                                                                 \
    }))

struct Table {
    explicit Table(std::string& name) { name = NAME_OF_FUNCTION(); }
    std::string insert(int) const { return NAME_OF_FUNCTION(); }
    std::string in_lambda() const {
        return [](auto) { return [] { return NAME_OF_FUNCTION(); }(); }(1);
    }
    std::string operator()(int) const { return NAME_OF_FUNCTION(); }
    std::string operator[](int) const { return NAME_OF_FUNCTION(); }
    std::string operator<(int) const { return NAME_OF_FUNCTION(); }
    std::string operator->*(int) const { return NAME_OF_FUNCTION(); }
    template <class T>
    std::string operator<<(T) const {
        return NAME_OF_FUNCTION();
    }
    explicit operator std::string() const { return NAME_OF_FUNCTION(); }
    static std::pair<const char*, std::string> pair() { return {"", NAME_OF_FUNCTION()}; }

    struct Row {
        static std::string next() { return NAME_OF_FUNCTION(); }
    };
};

template <class Key, int kSize>
struct Map {
    template <class Value>
    std::string put(Value) const {
        return NAME_OF_FUNCTION();
    }
    std::string operator>(int) const { return NAME_OF_FUNCTION(); }
};

namespace {

struct Hidden {
    static std::string name() { return NAME_OF_FUNCTION(); }
};

decltype(auto) free_function(int) { return NAME_OF_FUNCTION(); }
auto trailing() -> std::string {
    struct Local {
        static std::string name() { return NAME_OF_FUNCTION(); }
    };
    return NAME_OF_FUNCTION() + " " + Local::name();
}
template <class T>
requires(sizeof(T) > 1) std::string constrained(const T&) { return NAME_OF_FUNCTION(); }

const auto kOfNoFunction = [] { return NAME_OF_FUNCTION(); };

TEST(FunctionName, HasTheClassAndNoNamespace) {
    std::string constructor;
    const Table table{constructor};
    EXPECT_EQ(constructor, "Table::Table");
    EXPECT_EQ(table.insert(1), "Table::insert");
    EXPECT_EQ(Table::pair().second, "Table::pair");
    EXPECT_EQ(Table::Row::next(), "Table::Row::next");
    EXPECT_EQ(Hidden::name(), "Hidden::name");
    EXPECT_EQ(free_function(1), "free_function");
    EXPECT_EQ(trailing(), "trailing trailing");
}

TEST(FunctionName, OfALambdaIsThatOfTheFunctionAroundIt) {
    std::string constructor;
    EXPECT_EQ(Table{constructor}.in_lambda(), "Table::in_lambda");
    EXPECT_EQ(kOfNoFunction(), "lambda");
}

TEST(FunctionName, OfOperators) {
    std::string constructor;
    const Table table{constructor};
    EXPECT_EQ(table(1), "Table::operator()");
    EXPECT_EQ(table[1], "Table::operator[]");
    EXPECT_EQ(table < 1, "Table::operator<");
    EXPECT_EQ(table->*1, "Table::operator->*");
    EXPECT_EQ(table << 1, "Table::operator<<");
    // g++ writes std::string, clang++ basic_string
    EXPECT_THAT(static_cast<std::string>(table), ::testing::MatchesRegex("Table::operator (std::)?.*string"));
}

TEST(FunctionName, HasNoTemplateArguments) {
    const Map<std::pair<int, char>, 3> map;
    EXPECT_EQ(map.put(1.5), "Map::put");
    EXPECT_EQ(map > 1, "Map::operator>");
    EXPECT_EQ(constrained(1), "constrained");
}

}  // namespace
}  // namespace micromegas::tracing
