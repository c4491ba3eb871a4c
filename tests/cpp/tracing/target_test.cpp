// The default target: the namespace that encloses the call, regardless of other scopes between.
#include "target_test.hpp"

#include "recording_test.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <string_view>

namespace a {

struct Class {
    std::string_view member = MM_ENCLOSING_NAMESPACE();
    std::string_view in_constructor;
    std::string_view* from_destructor = nullptr;

    Class() : in_constructor(MM_ENCLOSING_NAMESPACE()) {}
    ~Class() {
        if (from_destructor != nullptr) {
            *from_destructor = MM_ENCLOSING_NAMESPACE();
        }
    }
    Class(const Class&) = delete;
    Class& operator=(const Class&) = delete;

    static std::string_view static_function() { return MM_ENCLOSING_NAMESPACE(); }
    [[nodiscard]] std::string_view out_of_class() const;
    std::string_view operator()() const { return MM_ENCLOSING_NAMESPACE(); }
    std::string_view operator[](int) const { return MM_ENCLOSING_NAMESPACE(); }
    explicit operator std::string_view() const { return MM_ENCLOSING_NAMESPACE(); }
    friend std::string_view operator+(const Class&, int) { return MM_ENCLOSING_NAMESPACE(); }
    friend std::string_view friend_inside(const Class&) { return MM_ENCLOSING_NAMESPACE(); }
    friend std::string_view friend_outside(const Class& object);

    struct Nested {
        static std::string_view target() { return MM_ENCLOSING_NAMESPACE(); }
        template <class T>
        [[nodiscard]] std::string_view member_template(T) const {
            return MM_ENCLOSING_NAMESPACE();
        }
    };
};

std::string_view friend_outside(const Class& /*object*/) { return MM_ENCLOSING_NAMESPACE(); }

namespace b {

std::string_view function() { return MM_ENCLOSING_NAMESPACE(); }
const void* name() { return MM_ENCLOSING_NAMESPACE().data(); }
std::string_view default_argument(std::string_view target = MM_ENCLOSING_NAMESPACE()) { return target; }

template <class T>
std::string_view function_template(T) {
    return MM_ENCLOSING_NAMESPACE();
}

template <class T, int N>
struct Template {
    static std::string_view target() { return MM_ENCLOSING_NAMESPACE(); }
    [[nodiscard]] std::string_view out_of_class() const;
};
template <class T, int N>
std::string_view Template<T, N>::out_of_class() const {
    return MM_ENCLOSING_NAMESPACE();
}
template <>
struct Template<void, 0> {
    static std::string_view target() { return MM_ENCLOSING_NAMESPACE(); }
};

namespace {
std::string_view anonymous() { return MM_ENCLOSING_NAMESPACE(); }
struct AnonymousClass {
    static std::string_view target() { return MM_ENCLOSING_NAMESPACE(); }
};
namespace inner {
std::string_view below_anonymous() { return MM_ENCLOSING_NAMESPACE(); }
}  // namespace inner
}  // namespace

inline namespace v1 {
std::string_view in_inline_namespace() { return MM_ENCLOSING_NAMESPACE(); }
namespace below {
std::string_view below_inline_namespace() { return MM_ENCLOSING_NAMESPACE(); }
}  // namespace below
}  // namespace v1

}  // namespace b

std::string_view Class::out_of_class() const { return MM_ENCLOSING_NAMESPACE(); }

extern "C" {
inline void c_function_of_a(std::string_view* target) { *target = MM_ENCLOSING_NAMESPACE(); }
}

const std::string_view at_namespace_scope = MM_ENCLOSING_NAMESPACE();

}  // namespace a

namespace c {

extern "C" {
inline void c_function_of_c(std::string_view* target) { *target = MM_ENCLOSING_NAMESPACE(); }
}
extern "C" inline void single_c_function_of_c(std::string_view* target) { *target = MM_ENCLOSING_NAMESPACE(); }

extern "C" {
namespace in_c_block {
inline void function(std::string_view* target) { *target = MM_ENCLOSING_NAMESPACE(); }
}  // namespace in_c_block
}

// Declared elsewhere, defined here: the code's own namespace counts, not the enclosing one in the source.
struct Outside {
    static std::string_view target();
};

}  // namespace c

std::string_view c::Outside::target() { return MM_ENCLOSING_NAMESPACE(); }

extern "C" {
static void global_c_function(std::string_view* target) { *target = MM_ENCLOSING_NAMESPACE(); }
}

static std::string_view global_function() { return MM_ENCLOSING_NAMESPACE(); }

namespace {
std::string_view global_anonymous() { return MM_ENCLOSING_NAMESPACE(); }
}  // namespace

// The first and only calls in a namespace are in templates.
namespace only_templates {
template <class T>
std::string_view function(T) {
    return [](auto) { return MM_ENCLOSING_NAMESPACE(); }(1);
}
template <class T>
struct Class {
    void log(T value) const { MM_INFO("{}", value); }
    template <class U>
    void log_other(U value) const {
        [&](auto other) { MM_INFO("{}", other); }(value);
    }
};
}  // namespace only_templates

extern "C" {
static void log_from_c_function() { MM_INFO("from a C function"); }
}

// Names that look like parts of the compilers' output.
namespace micromegas_namespace {
namespace std {
namespace Probe {
static ::std::string_view target() { return MM_ENCLOSING_NAMESPACE(); }
}  // namespace Probe
}  // namespace std
}  // namespace micromegas_namespace

namespace micromegas::tracing {
namespace {

using ::testing::AnyOf;

TEST(EnclosingNamespace, IsAConstant) {
    static constexpr std::string_view target = MM_ENCLOSING_NAMESPACE();
    static_assert(target == "micromegas::tracing");
    EXPECT_EQ(target.data()[target.size()], '\0');
}

TEST(EnclosingNamespace, OfFunctions) {
    EXPECT_EQ(a::b::function(), "a::b");
    EXPECT_EQ(a::b::default_argument(), "a::b");
    EXPECT_EQ(a::b::function_template(1), "a::b");
    EXPECT_EQ(a::b::function_template(std::string_view{}), "a::b");
    EXPECT_EQ(a::at_namespace_scope, "a");
}

TEST(EnclosingNamespace, OfEveryKindOfMember) {
    std::string_view from_destructor;
    {
        a::Class object;
        EXPECT_EQ(object.member, "a");
        EXPECT_EQ(object.in_constructor, "a");
        EXPECT_EQ(object.out_of_class(), "a");
        EXPECT_EQ(object(), "a");
        EXPECT_EQ(object[0], "a");
        EXPECT_EQ(static_cast<std::string_view>(object), "a");
        EXPECT_EQ(object + 1, "a");
        EXPECT_EQ(friend_inside(object), "a");
        EXPECT_EQ(friend_outside(object), "a");
        object.from_destructor = &from_destructor;
    }
    EXPECT_EQ(from_destructor, "a");
    EXPECT_EQ(a::Class::static_function(), "a");
    EXPECT_EQ(a::Class::Nested::target(), "a");
    EXPECT_EQ(a::Class::Nested{}.member_template(1.0), "a");
    EXPECT_EQ(c::Outside::target(), "c");
}

TEST(EnclosingNamespace, OfClassTemplates) {
    EXPECT_EQ((a::b::Template<int, 3>::target()), "a::b");
    EXPECT_EQ((a::b::Template<c::Outside, 3>{}.out_of_class()), "a::b");
    EXPECT_EQ((a::b::Template<void, 0>::target()), "a::b");
    EXPECT_EQ(shared::header::Template<a::Class>::target(), "shared::header");
}

TEST(EnclosingNamespace, OfLambdas) {
    EXPECT_EQ([] { return MM_ENCLOSING_NAMESPACE(); }(), "micromegas::tracing");
    const auto nested = [] { return [] { return MM_ENCLOSING_NAMESPACE(); }(); };
    EXPECT_EQ(nested(), "micromegas::tracing");
    const auto generic = [](auto) { return MM_ENCLOSING_NAMESPACE(); };
    EXPECT_EQ(generic(1), "micromegas::tracing");
    EXPECT_EQ(generic(a::Class::Nested{}), "micromegas::tracing");
    const auto generic_template = []<class T>(T) { return MM_ENCLOSING_NAMESPACE(); };
    EXPECT_EQ(generic_template('x'), "micromegas::tracing");
    const std::function<std::string_view()> stored = [] { return MM_ENCLOSING_NAMESPACE(); };
    EXPECT_EQ(stored(), "micromegas::tracing");
    struct Local {
        static std::string_view target() { return MM_ENCLOSING_NAMESPACE(); }
    };
    EXPECT_EQ(Local::target(), "micromegas::tracing");
}

TEST(EnclosingNamespace, AnonymousOnesAreLeftOut) {
    EXPECT_EQ(a::b::anonymous(), "a::b");
    EXPECT_EQ(a::b::AnonymousClass::target(), "a::b");
    EXPECT_EQ(a::b::inner::below_anonymous(), "a::b::inner");
    EXPECT_EQ(MM_ENCLOSING_NAMESPACE(), "micromegas::tracing");
}

TEST(EnclosingNamespace, OfCFunctions) {
    const auto target_of = [](void (*function)(std::string_view*)) {
        std::string_view target;
        function(&target);
        return target;
    };
    EXPECT_EQ(target_of(a::c_function_of_a), "a");
    EXPECT_EQ(target_of(c::c_function_of_c), "c");
    EXPECT_EQ(target_of(c::single_c_function_of_c), "c");
    EXPECT_EQ(target_of(c::in_c_block::function), "c::in_c_block");
    EXPECT_EQ(target_of(global_c_function), "target_test");
    EXPECT_EQ(target_of(other_unit::c_function), "other_unit");
}

TEST(EnclosingNamespace, TheGlobalOneIsTheStemOfTheFile) {
    EXPECT_EQ(global_function(), "target_test");
    EXPECT_EQ(global_anonymous(), "target_test");
}

TEST(EnclosingNamespace, ConfusingNames) {
    EXPECT_EQ(micromegas_namespace::std::Probe::target(), "micromegas_namespace::std::Probe");
}

/// clang omits them if a name is found without them; GCC does not, and neither has an option for it.
TEST(EnclosingNamespace, InlineNamespacesAreOrAreNotPartOfTheName) {
    EXPECT_THAT(a::b::in_inline_namespace(), AnyOf("a::b::v1", "a::b"));
    EXPECT_THAT(a::b::v1::below::below_inline_namespace(), AnyOf("a::b::v1::below", "a::b::below"));
}

TEST(EnclosingNamespace, IsTheSameFromTwoTranslationUnits) {
    EXPECT_EQ(other_unit::target(), "other_unit");
    EXPECT_EQ(other_unit::anonymous_target(), "other_unit");
    EXPECT_EQ(other_unit::target_of_inline_function(), "shared::header");
    EXPECT_EQ(shared::header::target_of_inline_function(), "shared::header");
    EXPECT_EQ(other_unit::target_of_template(), "shared::header");
    EXPECT_EQ(other_unit::address_of_name(), a::b::name()) << "each name stands in the program once";
}

TEST(FileStem, IsThePartBetweenFolderAndExtension) {
    constexpr const auto& kGlobal = detail::kStaticText<0, detail::FixedText<0>{}>;
    EXPECT_EQ(detail::target_or_file_stem<kGlobal>("src/main.cpp"), "main");
    EXPECT_EQ(detail::target_or_file_stem<kGlobal>("main.cpp"), "main");
    EXPECT_EQ(detail::target_or_file_stem<kGlobal>("C:\\src\\main.test.cpp"), "main.test");
    EXPECT_EQ(detail::target_or_file_stem<kGlobal>("src.d/main"), "main");
}

using DefaultTarget = testing::RecordingTest;

TEST_F(DefaultTarget, InTemplatesAlone) {
    EXPECT_EQ(only_templates::function(1), "only_templates");
    only_templates::Class<int>{}.log(1);
    EXPECT_EQ(last().target, "only_templates");
    EXPECT_EQ(last().message, "1");
    only_templates::Class<int>{}.log_other(2.5);
    EXPECT_EQ(last().target, "only_templates");
    EXPECT_EQ(last().message, "2.5");
}

TEST_F(DefaultTarget, InACFunction) {
    log_from_c_function();
    EXPECT_EQ(last().target, "target_test");
    EXPECT_EQ(last().module_path, "target_test");
}

TEST_F(DefaultTarget, IsThatOfTheCallNotOfTheCaller) {
    shared::header::log_from_header();
    EXPECT_EQ(last().target, "shared::header");
    EXPECT_EQ(last().module_path, "shared::header");
    EXPECT_THAT(last().file, ::testing::EndsWith("target_test.hpp"));
    MM_INFO_PROPS(PropertySet{}, "here");
    EXPECT_EQ(last().target, "micromegas::tracing");
}

}  // namespace
}  // namespace micromegas::tracing
