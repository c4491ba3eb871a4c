#include <micromegas/transit/object_reader.hpp>

#include "block_storage.hpp"
#include "holds.hpp"
#include "sample_types.hpp"
#include "type_table.hpp"

#include <limits>
#include <optional>
#include <string>

namespace micromegas::transit {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)

class ObjectReaderTest : public ::testing::Test {
protected:
    /// A reader of these bytes; the dependencies are the string "one" by the id 1.
    ObjectReader reader_of(std::vector<std::byte> bytes) {
        bytes_ = std::move(bytes);
        return {"T", bytes_, table_, dependencies_, storage_};
    }

private:
    std::vector<std::byte> bytes_;
    std::vector<UserDefinedType> types_{describe<StringId>(),
                                        describe<Tick>(),
                                        describe<Remark>(),
                                        {"Itself", 8, {{"self", "Itself", 0, 8, false}}, false}};
    std::optional<std::string> problem_;
    detail::TypeTable table_{types_, kReaders, problem_};
    ObjectReader::Dependencies dependencies_{{1, std::string_view{"one"}}};
    detail::BlockStorage storage_;
};

TEST_F(ObjectReaderTest, ReadsOneAfterTheOther) {
    auto in = reader_of(bytes_of({7, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 'e', 'n', 'd'}));
    EXPECT_EQ(in.scalar<std::uint8_t>(), 7U);
    EXPECT_EQ(in.scalar<std::uint32_t>(), 1U);
    EXPECT_EQ(in.scalar<std::int64_t>(), -1);
    EXPECT_EQ(in.left(), 3U);
    EXPECT_EQ(in.tail(), "end");
    EXPECT_EQ(in.left(), 0U);
    EXPECT_EQ(in.tail(), "");
    EXPECT_FALSE(in.failed());
}

TEST_F(ObjectReaderTest, GivesZerosOnceItFailed) {
    auto in = reader_of(bytes_of({1, 2, 3}));
    EXPECT_EQ(in.scalar<std::uint32_t>(), 0U);
    EXPECT_TRUE(in.failed());
    EXPECT_EQ(in.scalar<std::uint8_t>(), 0U);  // although three bytes were left
    EXPECT_EQ(in.text(), "");
    EXPECT_TRUE(in.bytes().empty());
    EXPECT_THAT(in.reference(), Holds(std::uint64_t{0}));
    EXPECT_THAT(in.object("Tick"), Holds(std::uint64_t{0}));
    EXPECT_EQ(in.error(), "a number of 4 bytes, where 3 are left");
    in.fail("another reason");
    EXPECT_EQ(in.error(), "a number of 4 bytes, where 3 are left");
}

TEST_F(ObjectReaderTest, ReadsTextInThreeCodecs) {
    auto in = reader_of(bytes_of({0, 1, 0, 0, 0, 0xE9,        // ANSI, as it is
                                  1, 2, 0, 0, 0, 0xE9, 0x00,  // UTF-16, converted
                                  2, 2, 0, 0, 0, 0xC3, 0xA9,  // UTF-8
                                  2, 0, 0, 0, 0}));
    EXPECT_EQ(in.text(), "\xE9");
    EXPECT_EQ(in.text(), "\xC3\xA9");
    EXPECT_EQ(in.text(), "\xC3\xA9");
    EXPECT_EQ(in.text(), "");
    EXPECT_EQ(in.left(), 0U);
    EXPECT_FALSE(in.failed());
}

TEST_F(ObjectReaderTest, RefusesACodecThatItDoesNotKnow) {
    auto in = reader_of(bytes_of({9, 1, 0, 0, 0, 'a'}));
    EXPECT_EQ(in.text(), "");
    EXPECT_EQ(in.error(), "a string in codec 9; allowed are 0 (ANSI), 1 (UTF-16) and 2 (UTF-8)");
}

TEST_F(ObjectReaderTest, RefusesAnOddLengthInUtf16) {
    auto in = reader_of(bytes_of({1, 3, 0, 0, 0, 'a', 0, 'b', 0}));
    EXPECT_EQ(in.text(), "");
    EXPECT_EQ(in.error(), "a string of 3 bytes in UTF-16, which is odd");
}

TEST_F(ObjectReaderTest, RefusesTextLongerThanTheRest) {
    auto in = reader_of(bytes_of({2, 0xFF, 0xFF, 0xFF, 0xFF, 'a'}));
    EXPECT_EQ(in.text(), "");
    EXPECT_EQ(in.error(), "a string of 4294967295 bytes, where 1 are left");
}

TEST_F(ObjectReaderTest, ReadsBytesByTheirLength) {
    auto in = reader_of(bytes_of({2, 0, 0, 0, 8, 9, 3, 0, 0, 0, 1, 2}));
    EXPECT_EQ(bytes_of(in.bytes()), bytes_of({8, 9}));
    EXPECT_TRUE(in.bytes().empty());
    EXPECT_EQ(in.error(), "data of 3 bytes, where 2 are left");
}

TEST_F(ObjectReaderTest, ResolvesReferences) {
    auto in = reader_of(bytes_of({1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0}));
    EXPECT_THAT(in.reference(), Holds(std::string_view{"one"}));
    EXPECT_THAT(in.object("StringId"), Holds(std::string_view{"one"}));
    EXPECT_FALSE(in.failed());
    EXPECT_THAT(in.reference(), Holds(std::uint64_t{0}));
    EXPECT_EQ(in.error(), "refers to 2, which is the id of no dependency so far");
}

TEST_F(ObjectReaderTest, ReadsObjectsOfStaticTypesOnly) {
    EXPECT_EQ(
        [&] {
            auto in = reader_of(bytes_of({1, 0, 0, 0, 0, 0, 0, 0}));
            const Value value = in.object("Tick");
            return *(*std::get_if<const Object*>(&value))->get<std::uint64_t>("time");
        }(),
        1U);
    const auto error = [&](std::string_view type_name, std::size_t size) {
        auto in = reader_of(std::vector<std::byte>(size));
        static_cast<void>(in.object(type_name));
        return in.error();
    };
    EXPECT_EQ(error("Absent", 8), "needs the type \"Absent\", which the list does not hold");
    EXPECT_EQ(error("Remark", 8), "needs the type \"Remark\", which the list gives no size");
    EXPECT_EQ(error("Tick", 7), "Tick of 8 bytes, where 7 are left");
    EXPECT_EQ(error("Itself", 8), "\"Itself\" is nested deeper than 4 types, or in itself");
}

TEST_F(ObjectReaderTest, MakesObjectsOfItsType) {
    auto in = reader_of({});
    Object& first = in.make_object();
    first.members.emplace_back("a", std::uint64_t{1});
    for (int i = 0; i < 1000; ++i) {
        static_cast<void>(in.make_object());
    }
    EXPECT_EQ(first.type_name, "T");
    EXPECT_EQ(first.members.size(), 1U);  // it has not moved
    EXPECT_EQ(in.id(), std::nullopt);
    in.set_id(5);
    EXPECT_EQ(in.id(), 5U);
}

}  // namespace
}  // namespace micromegas::transit
