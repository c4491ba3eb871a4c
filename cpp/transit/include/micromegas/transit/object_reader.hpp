// Reads objects from untrusted bytes.
#pragma once

#include <micromegas/abi.hpp>
#include <micromegas/transit/reflection.hpp>
#include <micromegas/transit/value.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN
struct BlockStorage;
class TypeTable;
struct TypeEntry;
MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Reads one object from its beginning to its end. If the bytes do not hold a requested value, the reader keeps the
/// error, and from then on returns zeros and empty text: a custom reader need not check every step.
class ObjectReader {
public:
    using Dependencies = std::map<std::uint64_t, Value>;  // ordered: no choice of ids makes it slow

    ObjectReader(std::string_view type_name, std::span<const std::byte> bytes, const detail::TypeTable& types,
                 const Dependencies& dependencies, detail::BlockStorage& storage)
        : type_name_(type_name), bytes_(bytes), types_(types), dependencies_(dependencies), storage_(storage) {}

    template <Scalar T>
    [[nodiscard]] T scalar();
    /// Reads an id; the value of the dependency that it names.
    [[nodiscard]] Value reference();
    /// A dynamic string: its codec, its length and its bytes.
    [[nodiscard]] std::string_view text();
    /// The rest, as text.
    [[nodiscard]] std::string_view tail();
    /// A length (u32) and as many bytes.
    [[nodiscard]] std::span<const std::byte> bytes();
    /// An object of a static type of the same list of types.
    [[nodiscard]] Value object(std::string_view type_name);
    [[nodiscard]] Value object(const detail::TypeEntry& type);

    /// An object without members, which lives as long as the block.
    [[nodiscard]] Object& make_object();
    /// The rest, as an object with the one member `bytes`: all that is known of an object of an unknown type.
    [[nodiscard]] Value unread_object();
    /// The id of the dependency that is being read.
    void set_id(std::uint64_t id) { id_ = id; }

    /// Reports an error; only the first one counts.
    void fail(std::string message);
    [[nodiscard]] bool failed() const noexcept { return error_.has_value(); }

    [[nodiscard]] std::size_t left() const noexcept { return bytes_.size(); }
    [[nodiscard]] std::optional<std::uint64_t> id() const noexcept { return id_; }
    [[nodiscard]] const std::optional<std::string>& error() const noexcept { return error_; }

private:
    [[nodiscard]] std::span<const std::byte> take(std::uint64_t size, std::string_view name);
    [[nodiscard]] Value dependency(std::uint64_t id);
    [[nodiscard]] Value static_object(const detail::TypeEntry& type, std::span<const std::byte> bytes, unsigned depth);

    std::string_view type_name_;
    std::span<const std::byte> bytes_;
    const detail::TypeTable& types_;
    const Dependencies& dependencies_;
    detail::BlockStorage& storage_;
    std::optional<std::uint64_t> id_;
    std::optional<std::string> error_;
};

/// Reads the objects of a dynamic type. References to a dependency become its value; the value of an event is an
/// object.
struct CustomReader {
    std::string_view type_name;
    Value (*read)(ObjectReader& in);
};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI

namespace micromegas::transit::detail::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

template <class F>
Value read_field(ObjectReader& in, const F& field) {
    using Type = typename F::Type;
    if constexpr (requires { field.type_name; }) {
        return in.reference();
    } else if constexpr (std::same_as<Type, std::uint8_t> || std::same_as<Type, std::uint32_t>) {
        return std::uint64_t{in.scalar<Type>()};
    } else if constexpr (Scalar<Type>) {
        return in.scalar<Type>();
    } else if constexpr (kIsTail<F>) {
        return in.tail();
    } else if constexpr (std::same_as<Type, std::string_view>) {
        return in.text();
    } else if constexpr (std::same_as<Type, std::span<const std::byte>>) {
        return in.bytes();
    } else {
        static_assert(StaticType<Type>, "lists have no reader of their own");
        return in.object(kReflection<Type>.name);
    }
}

template <DynamicType T>
Value read_event(ObjectReader& in) {
    Object& object = in.make_object();
    for_each_field<T>([&](const auto& field, auto) { object.members.emplace_back(field.name, read_field(in, field)); });
    return &object;
}

template <DynamicType T>
Value read_dependency(ObjectReader& in) {
    static_assert(kFieldCount<T> == 2, "an id, and its value");
    in.set_id(in.scalar<std::uint64_t>());
    return read_field(in, std::get<1>(kReflection<T>.fields));
}

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::detail::inline MICROMEGAS_ABI

namespace micromegas::transit::inline MICROMEGAS_ABI {
MICROMEGAS_EXPORT_BEGIN

/// Reads an event as its fields are declared.
template <DynamicType T>
inline constexpr CustomReader kEventReader{kReflection<T>.name, &detail::read_event<T>};

/// Reads a dependency that is declared as an id and one more field, which is its value.
template <DynamicType T>
inline constexpr CustomReader kDependencyReader{kReflection<T>.name, &detail::read_dependency<T>};

MICROMEGAS_EXPORT_END
}  // namespace micromegas::transit::inline MICROMEGAS_ABI
