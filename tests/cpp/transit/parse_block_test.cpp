#include <micromegas/transit/parse_block.hpp>

#include "holds.hpp"
#include "sample_types.hpp"

#include <micromegas/transit/heterogeneous_queue.hpp>

#include <utility>

namespace micromegas::transit {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

using DependencyQueue = HeterogeneousQueue<StaticString, StaticStringDependency, Kind>;
using ObjectQueue = HeterogeneousQueue<Scalars, NamedTick, testing::Pair, Remark>;

const std::vector<UserDefinedType> kDependencyTypes = DependencyQueue::metadata();
const std::vector<UserDefinedType> kObjectTypes = ObjectQueue::metadata();

BlockInput input(const DependencyQueue& dependencies, const ObjectQueue& objects) {
    return {.dependencies_metadata = kDependencyTypes,
            .objects_metadata = kObjectTypes,
            .dependencies = dependencies.bytes(),
            .objects = objects.bytes()};
}

/// "tick" by the id 1, "tock" by 2, and the kind 3 of that name on line 42.
DependencyQueue dependencies() {
    DependencyQueue queue;
    queue.push(StaticString{.id = 1, .text = "tick"});
    queue.push(StaticStringDependency{.id = 2, .text = "tock"});
    queue.push(Kind{.id = 3, .name = 1, .line = 42});
    return queue;
}

const Object& object_in(const Object& object, std::string_view name) { return **object.get<const Object*>(name); }

std::string_view text_in(const Object& object, std::string_view name) { return *object.get<std::string_view>(name); }

TEST(ParseBlock, AnEmptyBlockHasNoEvents) { EXPECT_THAT(accepted({}).events(), IsEmpty()); }

TEST(ParseBlock, ReadsEveryScalar) {
    ObjectQueue objects;
    objects.push(Scalars{.small = 1, .medium = 2, .next = 3, .large = ~0ULL, .with_sign = -4, .real = 0.5, .last = 5});
    const ParsedBlock block = accepted(input({}, objects));
    ASSERT_THAT(block.events(), SizeIs(1));
    EXPECT_EQ(block.events()[0]->type_name, "Scalars");
    EXPECT_THAT(block.events()[0]->members,
                ElementsAre(Pair("small", Holds(std::uint64_t{1})), Pair("medium", Holds(std::uint64_t{2})),
                            Pair("next", Holds(std::uint64_t{3})), Pair("large", Holds(std::uint64_t{~0ULL})),
                            Pair("with_sign", Holds(std::int64_t{-4})), Pair("real", Holds(0.5)),
                            Pair("last", Holds(std::uint64_t{5}))));
}

TEST(ParseBlock, PutsDependenciesInThePlaceOfReferences) {
    ObjectQueue objects;
    objects.push(testing::Pair{.first = {.kind = 3, .name = {2}, .time = -9}, .second = {1}});
    const ParsedBlock block = accepted(input(dependencies(), objects));
    ASSERT_THAT(block.events(), SizeIs(1));
    const Object& first = object_in(*block.events()[0], "first");
    EXPECT_EQ(first.type_name, "NamedTick");
    EXPECT_EQ(text_in(first, "name"), "tock");
    EXPECT_EQ(*first.get<std::int64_t>("time"), -9);
    const Object& kind = object_in(first, "kind");
    EXPECT_EQ(kind.type_name, "Kind");
    EXPECT_EQ(text_in(kind, "name"), "tick");
    EXPECT_EQ(*kind.get<std::uint64_t>("line"), 42U);
    EXPECT_EQ(text_in(*block.events()[0], "second"), "tick");
}

TEST(ParseBlock, ReadsDynamicTypesByTheirReaders) {
    const auto data = bytes_of({1, 0, 255});
    ObjectQueue objects;
    objects.push(Remark{.kind = 3, .level = 4, .target = {2}, .text = "caf\xC3\xA9", .data = data});
    const ParsedBlock block = accepted(input(dependencies(), objects));
    ASSERT_THAT(block.events(), SizeIs(1));
    const Object& remark = *block.events()[0];
    EXPECT_EQ(remark.type_name, "Remark");
    EXPECT_EQ(text_in(object_in(remark, "kind"), "name"), "tick");
    EXPECT_EQ(*remark.get<std::uint64_t>("level"), 4U);
    EXPECT_EQ(text_in(remark, "target"), "tock");
    EXPECT_EQ(text_in(remark, "text"), "caf\xC3\xA9");
    EXPECT_EQ(bytes_of(*remark.get<std::span<const std::byte>>("data")), data);
}

TEST(ParseBlock, OutlivesItsInput) {
    auto parsed = [] {
        auto types = ObjectQueue::metadata();
        auto dependency_types = DependencyQueue::metadata();
        const DependencyQueue strings = dependencies();
        ObjectQueue objects;
        objects.push(NamedTick{.kind = 3, .name = {2}, .time = 1});
        return accepted({.dependencies_metadata = dependency_types,
                         .objects_metadata = types,
                         .dependencies = strings.bytes(),
                         .objects = objects.bytes()});
    }();
    const ParsedBlock block = std::move(parsed);
    EXPECT_EQ(text_in(*block.events()[0], "name"), "tock");
    EXPECT_EQ(block.events()[0]->members[2].first, "time");
}

/// Of an event with a time and a reference of 16 bytes, the id before 8 others.
void expect_name_of_long_reference(const std::vector<UserDefinedType>& types) {
    const auto objects = bytes_of({0, 5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0});
    const DependencyQueue strings = dependencies();
    const ParsedBlock block = accepted({.dependencies_metadata = kDependencyTypes,
                                        .objects_metadata = types,
                                        .dependencies = strings.bytes(),
                                        .objects = objects});
    EXPECT_EQ(text_in(*block.events()[0], "name"), "tick");
}

TEST(ParseBlock, ReferenceTypesWithMoreThanAnIdStandForTheirId) {
    // As other writers lay StaticStringRef out: a length and a codec behind the id.
    const std::vector<UserDefinedType> types{
        {"Event", 24, {{"time", "u64", 0, 8, false}, {"name", "Ref", 8, 16, false}}, false},
        {"Ref", 16, {{"length", "u32", 8, 4, false}, {"id", "u64", 0, 8, false}}, true}};
    expect_name_of_long_reference(types);
}

TEST(ParseBlock, RefusesAReferenceToNothing) {
    ObjectQueue objects;
    objects.push(NamedTick{.kind = 3, .name = {1}, .time = 1});
    objects.push(NamedTick{.kind = 3, .name = {9}, .time = 1});
    EXPECT_EQ(refusal(input(dependencies(), objects)),
              "objects: byte 25: \"NamedTick\": refers to 9, which is the id of no dependency so far");
}

TEST(ParseBlock, RefusesADependencyThatRefersToALaterOne) {
    DependencyQueue queue;
    queue.push(Kind{.id = 3, .name = 1, .line = 42});
    queue.push(StaticString{.id = 1, .text = "tick"});
    EXPECT_EQ(refusal(input(queue, {})),
              "dependencies: byte 0: \"Kind\": refers to 1, which is the id of no dependency so far");
}

TEST(ParseBlock, RefusesASecondDependencyOfTheSameId) {
    DependencyQueue queue = dependencies();
    queue.push(StaticString{.id = 3, .text = "tick"});
    EXPECT_EQ(refusal(input(queue, {})), "dependencies: byte 64: \"StaticString\": the id 3 is taken");
}

TEST(ParseBlock, RefusesADependencyWithoutAnId) {
    const auto types = HeterogeneousQueue<Tick, StringId>::metadata();
    const auto bytes = bytes_of({0, 1, 0, 0, 0, 0, 0, 0, 0});
    EXPECT_EQ(refusal({.dependencies_metadata = types, .objects_metadata = {}, .dependencies = bytes, .objects = {}}),
              "dependencies: byte 0: \"Tick\": a dependency without an id");
}

TEST(ParseBlock, RefusesAnEventThatIsNoObject) {
    const auto types = HeterogeneousQueue<StringId, StaticString>::metadata();
    const DependencyQueue strings = dependencies();
    const auto refusal_of = [&](const std::vector<std::byte>& objects) {
        return refusal({.dependencies_metadata = kDependencyTypes,
                        .objects_metadata = types,
                        .dependencies = strings.bytes(),
                        .objects = objects});
    };
    EXPECT_EQ(refusal_of(bytes_of({0, 1, 0, 0, 0, 0, 0, 0, 0})),
              "objects: byte 0: \"StringId\": an event has to be an object");
    EXPECT_EQ(refusal_of(bytes_of({1, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0})),
              "objects: byte 0: \"StaticString\": an event has to be an object");
}

TEST(ParseBlock, RefusesATypeIndexWithoutAType) {
    const auto bytes = bytes_of({200});
    EXPECT_EQ(
        refusal({.dependencies_metadata = {}, .objects_metadata = kObjectTypes, .dependencies = {}, .objects = bytes}),
        "objects: byte 0: type index 200, where there are 6 types");
    EXPECT_THAT(refusal({.dependencies_metadata = {}, .objects_metadata = {}, .dependencies = bytes, .objects = {}}),
                HasSubstr("dependencies: byte 0: type index 200"));
}

TEST(ParseBlock, TheFirstBytesOfALongReferenceAreTheId) {
    const std::vector<UserDefinedType> types{
        {"Event", 24, {{"time", "u64", 0, 8, false}, {"name", "Ref", 8, 16, true}}, false}};
    expect_name_of_long_reference(types);
}

TEST(ParseBlock, KeepsEventsOfADynamicTypeWithoutAReaderUnread) {
    const std::vector<UserDefinedType> types{{"Strange", 0, {{"a", "u8", 900, 1, false}}, false}, describe<Tick>()};
    const auto bytes = bytes_of({0, 2, 0, 0, 0, 7, 8, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    const ParsedBlock block =
        accepted({.dependencies_metadata = {}, .objects_metadata = types, .dependencies = {}, .objects = bytes});
    ASSERT_THAT(block.events(), SizeIs(3));
    EXPECT_EQ(block.unread_events(), 2U);
    EXPECT_EQ(block.events()[0]->type_name, "Strange");
    ASSERT_THAT(block.events()[0]->members, SizeIs(1));
    EXPECT_THAT(*block.events()[0]->get<std::span<const std::byte>>("bytes"), ElementsAre(std::byte{7}, std::byte{8}));
    EXPECT_EQ(*block.events()[1]->get<std::uint64_t>("time"), 9U);
    EXPECT_THAT(*block.events()[2]->get<std::span<const std::byte>>("bytes"), IsEmpty());
}

TEST(ParseBlock, RefusesADependencyOfADynamicTypeWithoutAReader) {
    const std::vector<UserDefinedType> types{{"Strange", 0, {}, false}};
    const auto bytes = bytes_of({0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0});
    EXPECT_EQ(refusal({.dependencies_metadata = types, .objects_metadata = {}, .dependencies = bytes, .objects = {}}),
              "dependencies: byte 0: \"Strange\": dependencies of this dynamic type cannot be read");
}

TEST(ParseBlock, RefusesAnUnknownEventThatIsCutOff) {
    const std::vector<UserDefinedType> types{{"Strange", 0, {}, false}};
    const auto refusal_of = [&](const std::vector<std::byte>& objects) {
        return refusal(
            {.dependencies_metadata = {}, .objects_metadata = types, .dependencies = {}, .objects = objects});
    };
    EXPECT_EQ(refusal_of(bytes_of({0, 1, 0})), "objects: byte 0: \"Strange\": the size is cut off");
    EXPECT_EQ(refusal_of(bytes_of({0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1})),
              "objects: byte 5: \"Strange\": an object of 9 bytes, where 1 are left");
}

TEST(ParseBlock, RefusesASizeBeyondTheQueue) {
    const auto refusal_of = [&](const std::vector<std::byte>& objects) {
        return refusal(
            {.dependencies_metadata = {}, .objects_metadata = kObjectTypes, .dependencies = {}, .objects = objects});
    };
    EXPECT_EQ(refusal_of(bytes_of({3, 1, 0})), "objects: byte 0: \"Remark\": the size is cut off");
    EXPECT_EQ(refusal_of(bytes_of({3, 0xFF, 0xFF, 0xFF, 0xFF, 1})),
              "objects: byte 0: \"Remark\": an object of 4294967295 bytes, where 1 are left");
    EXPECT_EQ(refusal_of(bytes_of({1, 0, 0})),
              "objects: byte 0: \"NamedTick\": an object of 24 bytes, where 2 are left");
}

TEST(ParseBlock, RefusesAnObjectThatIsLongerOrShorterThanItsFields) {
    ObjectQueue objects;
    objects.push(Remark{.kind = 3, .level = 4, .target = {2}, .text = "x", .data = {}});
    auto bytes = bytes_of(objects.bytes());
    const auto refusal_of_size = [&](unsigned size, std::size_t more) {
        bytes[1] = static_cast<std::byte>(size);
        bytes.resize(objects.size() + more);
        const DependencyQueue strings = dependencies();
        return refusal({.dependencies_metadata = kDependencyTypes,
                        .objects_metadata = kObjectTypes,
                        .dependencies = strings.bytes(),
                        .objects = bytes});
    };
    EXPECT_EQ(refusal_of_size(27, 0), "");
    EXPECT_EQ(refusal_of_size(29, 2), "objects: byte 0: \"Remark\": 2 bytes more than its fields");
    EXPECT_EQ(refusal_of_size(26, 0), "objects: byte 0: \"Remark\": a number of 4 bytes, where 3 are left");
    EXPECT_EQ(refusal_of_size(0, 0), "objects: byte 0: \"Remark\": a number of 8 bytes, where 0 are left");
}

TEST(ParseBlock, RefusesAListOfTypesThatIsWrong) {
    const std::vector<UserDefinedType> types{{"T", 8, {{"a", "u32", 6, 4, false}}, false}};
    EXPECT_EQ(refusal({.dependencies_metadata = {}, .objects_metadata = types, .dependencies = {}, .objects = {}}),
              "objects: type \"T\": member \"a\": it ends at byte 10 of objects of 8");
    EXPECT_THAT(refusal({.dependencies_metadata = types, .objects_metadata = {}, .dependencies = {}, .objects = {}}),
                HasSubstr("dependencies: type \"T\""));
}

TEST(ParseBlock, RefusesTypesThatHoldOneAnother) {
    const std::vector<UserDefinedType> types{{"A", 8, {{"b", "B", 0, 8, false}}, false},
                                             {"B", 8, {{"a", "A", 0, 8, false}}, false}};
    const std::vector<std::byte> bytes(9);
    EXPECT_EQ(refusal({.dependencies_metadata = {}, .objects_metadata = types, .dependencies = {}, .objects = bytes}),
              "objects: byte 0: \"A\": \"A\" is nested deeper than 4 types, or in itself");
}

TEST(ParseBlock, ReadsTheTypeOfTheIndexWhereTwoShareAName) {
    const std::vector<UserDefinedType> types{{"T", 8, {{"a", "u64", 0, 8, false}}, false},
                                             {"T", 4, {{"b", "u32", 0, 4, false}}, false}};
    const auto bytes = bytes_of({1, 7, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0});
    const ParsedBlock block =
        accepted({.dependencies_metadata = {}, .objects_metadata = types, .dependencies = {}, .objects = bytes});
    ASSERT_THAT(block.events(), SizeIs(2));
    EXPECT_EQ(*block.events()[0]->get<std::uint64_t>("b"), 7U);
    EXPECT_EQ(*block.events()[1]->get<std::uint64_t>("a"), 8U);
}

}  // namespace
}  // namespace micromegas::transit
