// One declaration of a type's fields, from which its description, its size and its encoder follow.
//
//     struct Sample {
//         std::uint64_t desc;
//         std::int64_t time;
//
//         static constexpr auto reflect() {
//             return transit::static_type("Sample", transit::reference("desc", "SampleMetadata", &Sample::desc),
//                                         transit::field("time", &Sample::time));
//         }
//     };
//
// A field is a scalar (u8 u32 u64 i64 f64), a reference (the id of a dependency), or an object of another reflected
// type of static size. In a dynamic type it may also be text (`std::string_view`, UTF-8), bytes
// (`std::span<const std::byte>`), a list of objects (`std::span<const T>`), or the text that ends the object (`tail`).
// A declaration that leaves a member out does not compile.
// Why: docs/decisions/0008-wire-types-list-their-fields.md
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/user_defined_type.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

static_assert(std::endian::native == std::endian::little, "the wire is little-endian, and is written by memcpy");
static_assert(sizeof(double) == 8);

template <class T>
concept Scalar = std::same_as<T, std::uint8_t> || std::same_as<T, std::uint32_t> || std::same_as<T, std::uint64_t> ||
    std::same_as<T, std::int64_t> || std::same_as<T, double>;

enum class Layout : std::uint8_t {
    Natural,  ///< Static size; as a C compiler for 64 bits lays a struct out. The gaps are zero.
    Packed,   ///< Static size, without gaps.
    Dynamic,  ///< The fields one after the other, without gaps; every object has a size of its own.
};

template <class Owner, class T>
struct Field {
    using Type = T;
    std::string_view name;
    T Owner::*member;
};

template <class Owner>
struct ReferenceField {
    using Type = std::uint64_t;
    std::string_view name;
    std::string_view type_name;
    std::uint64_t Owner::*member;
};

template <class Owner>
struct TailField {
    using Type = std::string_view;
    std::string_view name;
    std::string_view Owner::*member;
};

template <class... Fields>
struct TypeReflection {
    std::string_view name;
    Layout layout = Layout::Natural;
    bool is_reference = false;
    std::tuple<Fields...> fields;
};

template <class Owner, class T>
constexpr Field<Owner, T> field(std::string_view name, T Owner::*member) {
    return {name, member};
}

/// The id of a dependency; `type_name` is for people who read the description.
template <class Owner>
constexpr ReferenceField<Owner> reference(std::string_view name, std::string_view type_name,
                                          std::uint64_t Owner::*member) {
    return {name, type_name, member};
}

/// Text without a length: it ends where the object ends. The last field of a dynamic type.
template <class Owner>
constexpr TailField<Owner> tail(std::string_view name, std::string_view Owner::*member) {
    return {name, member};
}

template <class... Fields>
constexpr TypeReflection<Fields...> static_type(std::string_view name, Fields... fields) {
    return {name, Layout::Natural, false, {fields...}};
}

template <class... Fields>
constexpr TypeReflection<Fields...> packed_type(std::string_view name, Fields... fields) {
    return {name, Layout::Packed, false, {fields...}};
}

/// A type that stands for the dependency that its reference `id` names.
template <class Owner>
constexpr TypeReflection<ReferenceField<Owner>> reference_type(std::string_view name, std::uint64_t Owner::*id) {
    return {name, Layout::Packed, true, {reference("id", "usize", id)}};
}

template <class... Fields>
constexpr TypeReflection<Fields...> dynamic_type(std::string_view name, Fields... fields) {
    return {name, Layout::Dynamic, false, {fields...}};
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Converts to the type of any member.
struct AnyValue {
    template <class T>
    operator T() const noexcept;
};

template <class T, std::size_t... Indexes>
constexpr bool initialises_from(std::index_sequence<Indexes...>) {
    return requires { T{(static_cast<void>(Indexes), AnyValue{})...}; };
}

/// The number of members of an aggregate.
template <class T, std::size_t Count = 0>
constexpr std::size_t member_count() {
    if constexpr (initialises_from<T>(std::make_index_sequence<Count + 1>{})) {
        return member_count<T, Count + 1>();
    } else {
        return Count;
    }
}

template <class T>
constexpr auto checked_reflection() {
    constexpr auto reflection = T::reflect();
    static_assert(std::tuple_size_v<decltype(reflection.fields)> == member_count<T>(),
                  "reflect() has to name every member of the type");
    static_assert(std::tuple_size_v<decltype(reflection.fields)> > 0, "an empty type would be read as a dynamic one");
    return reflection;
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

template <class T>
inline constexpr auto kReflection = detail::checked_reflection<T>();

template <class T>
concept Reflected = std::is_aggregate_v<T> && requires {
    T::reflect();
};

template <class T>
concept DynamicType = Reflected<T> && kReflection<T>
.layout == Layout::Dynamic;

template <class T>
concept StaticType = Reflected<T> && kReflection<T>
.layout != Layout::Dynamic;

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

template <class T>
inline constexpr bool kIsList = false;
template <StaticType T>
inline constexpr bool kIsList<std::span<const T>> = true;

template <class F>
inline constexpr bool kIsTail = false;
template <class Owner>
inline constexpr bool kIsTail<TailField<Owner>> = true;

/// Calls `visit(field, index)` for every field in order; the index is an integral constant.
template <class T, class Visit>
constexpr void for_each_field(Visit&& visit) {
    [&]<std::size_t... Indexes>(std::index_sequence<Indexes...>) {
        (visit(std::get<Indexes>(kReflection<T>.fields), std::integral_constant<std::size_t, Indexes>{}), ...);
    }
    (std::make_index_sequence<std::tuple_size_v<decltype(kReflection<T>.fields)>>{});
}

template <class T>
inline constexpr std::size_t kFieldCount = std::tuple_size_v<decltype(kReflection<T>.fields)>;

template <class T>
struct StaticLayout {
    std::array<std::uint32_t, kFieldCount<T>> offsets{};
    std::uint32_t size = 0;
    std::uint32_t alignment = 1;
    bool has_gaps = false;
};

template <class T>
constexpr StaticLayout<T> lay_out();

template <class T>
constexpr std::uint32_t size_of() {
    if constexpr (Scalar<T>) {
        return sizeof(T);
    } else {
        static_assert(StaticType<T>, "a field of a static type is a scalar, or an object of another static type");
        return lay_out<T>().size;
    }
}

template <class T>
constexpr std::uint32_t alignment_of() {
    if constexpr (Scalar<T>) {
        return sizeof(T);  // not alignof, which is 4 for an u64 on some 32-bit platforms
    } else {
        return lay_out<T>().alignment;
    }
}

constexpr std::uint32_t round_up(std::uint32_t offset, std::uint32_t alignment) {
    return (offset + alignment - 1) / alignment * alignment;
}

template <class T>
constexpr StaticLayout<T> lay_out() {
    StaticLayout<T> layout;
    std::uint32_t used = 0;
    for_each_field<T>([&]<class F>(const F&, auto index) {
        const std::uint32_t alignment = kReflection<T>.layout == Layout::Natural ? alignment_of<typename F::Type>() : 1;
        layout.alignment = alignment > layout.alignment ? alignment : layout.alignment;
        layout.offsets[index] = round_up(layout.size, alignment);
        layout.size = layout.offsets[index] + size_of<typename F::Type>();
        used += size_of<typename F::Type>();
    });
    layout.size = round_up(layout.size, layout.alignment);
    layout.has_gaps = layout.size != used;
    return layout;
}

template <StaticType T>
inline constexpr StaticLayout<T> kLayout = lay_out<T>();

template <class T>
struct TypeName {};
template <>
struct TypeName<std::uint8_t> {
    static constexpr std::string_view kValue = "u8";
};
template <>
struct TypeName<std::uint32_t> {
    static constexpr std::string_view kValue = "u32";
};
template <>
struct TypeName<std::uint64_t> {
    static constexpr std::string_view kValue = "u64";
};
template <>
struct TypeName<std::int64_t> {
    static constexpr std::string_view kValue = "i64";
};
template <>
struct TypeName<double> {
    static constexpr std::string_view kValue = "f64";
};
template <Reflected T>
struct TypeName<T> {
    static constexpr std::string_view kValue = kReflection<T>.name;
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// The bytes of an object of static size, without the type index before it.
template <StaticType T>
inline constexpr std::uint32_t kSizeOf = detail::kLayout<T>.size;

/// Where a field of a static type begins. A name that is none of the type's does not compile.
template <StaticType T>
consteval std::uint32_t offset_of(std::string_view name) {
    std::size_t found = detail::kFieldCount<T>;
    detail::for_each_field<T>([&](const auto& field, auto index) { found = field.name == name ? index : found; });
    return detail::kLayout<T>.offsets[found];
}

/// The description of one type. That of a dynamic type names no members: offsets would say nothing about them.
template <Reflected T>
[[nodiscard]] UserDefinedType describe() {
    UserDefinedType type;
    type.name = kReflection<T>.name;
    type.is_reference = kReflection<T>.is_reference;
    if constexpr (StaticType<T>) {
        type.size = kSizeOf<T>;
        detail::for_each_field<T>([&]<class F>(const F& field, auto index) {
            Member member{.name = std::string{field.name},
                          .type_name = std::string{detail::TypeName<typename F::Type>::kValue},
                          .offset = detail::kLayout<T>.offsets[index],
                          .size = detail::size_of<typename F::Type>()};
            if constexpr (requires { field.type_name; }) {
                member.type_name = field.type_name;
                member.is_reference = true;
            }
            type.members.push_back(std::move(member));
        });
    }
    return type;
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Appends the types of a type's fields, and of theirs, that the list does not hold yet.
template <Reflected T>
void describe_field_types(std::vector<UserDefinedType>& types);

template <Reflected T>
void describe_once(std::vector<UserDefinedType>& types) {
    if (std::ranges::find(types, kReflection<T>.name, &UserDefinedType::name) == types.end()) {
        types.push_back(describe<T>());
    }
    describe_field_types<T>(types);
}

template <Reflected T>
void describe_field_types(std::vector<UserDefinedType>& types) {
    for_each_field<T>([&]<class F>(const F&, auto) {
        if constexpr (Reflected<typename F::Type>) {
            describe_once<typename F::Type>(types);
        } else if constexpr (kIsList<typename F::Type>) {
            describe_once<typename F::Type::value_type>(types);
        }
    });
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI
