#include <micromegas/transit/encode.hpp>
#include <micromegas/transit/object_reader.hpp>

#include <cstring>

#include "block_storage.hpp"
#include "joined.hpp"
#include "type_table.hpp"
#include "utf16.hpp"

namespace micromegas::transit::inline MICROMEGAS_ABI {

using detail::joined;

namespace {

/// The wire's types need two levels: a property, and its strings.
constexpr unsigned kDeepestNesting = 4;

template <class T>
T load(std::span<const std::byte> bytes) noexcept {
    T value{};
    std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
}

std::string_view as_text(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

void ObjectReader::fail(std::string message) {
    if (!error_) {
        error_ = std::move(message);
    }
    bytes_ = {};
}

Object& ObjectReader::make_object() {
    Object& object = storage_.made_objects.emplace_back();
    object.type_name = type_name_;
    return object;
}

std::span<const std::byte> ObjectReader::take(std::uint64_t size, std::string_view name) {
    if (size > bytes_.size()) {
        fail(
            joined({name, " of ", std::to_string(size), " bytes, where ", std::to_string(bytes_.size()), " are left"}));
        return {};
    }
    const auto taken = bytes_.first(static_cast<std::size_t>(size));
    bytes_ = bytes_.subspan(taken.size());
    return taken;
}

template <Scalar T>
T ObjectReader::scalar() {
    const auto taken = take(sizeof(T), "a number");
    return taken.empty() ? T{} : load<T>(taken);
}

template std::uint8_t ObjectReader::scalar();
template std::uint32_t ObjectReader::scalar();
template std::uint64_t ObjectReader::scalar();
template std::int64_t ObjectReader::scalar();
template double ObjectReader::scalar();

Value ObjectReader::reference() {
    const auto id = scalar<std::uint64_t>();
    return failed() ? Value{} : dependency(id);
}

Value ObjectReader::dependency(std::uint64_t id) {
    const auto found = dependencies_.find(id);
    if (found == dependencies_.end()) {
        fail(joined({"refers to ", std::to_string(id), ", which is the id of no dependency so far"}));
        return {};
    }
    return found->second;
}

std::string_view ObjectReader::text() {
    const auto codec = scalar<std::uint8_t>();
    const auto bytes = take(scalar<std::uint32_t>(), "a string");
    switch (static_cast<StringCodec>(codec)) {
        case StringCodec::Ansi:
        case StringCodec::Utf8:
            return as_text(bytes);
        case StringCodec::Utf16:
            if (bytes.size() % 2 != 0) {
                fail(joined({"a string of ", std::to_string(bytes.size()), " bytes in UTF-16, which is odd"}));
                return {};
            }
            return storage_.converted_texts.emplace_back(detail::utf8_from_utf16(bytes));
    }
    fail(joined({"a string in codec ", std::to_string(codec), "; allowed are 0 (ANSI), 1 (UTF-16) and 2 (UTF-8)"}));
    return {};
}

std::string_view ObjectReader::tail() { return as_text(take(bytes_.size(), {})); }

std::span<const std::byte> ObjectReader::bytes() { return take(scalar<std::uint32_t>(), "data"); }

Value ObjectReader::unread_object() {
    Object& object = make_object();
    object.members.emplace_back("bytes", take(bytes_.size(), {}));
    return &object;
}

Value ObjectReader::object(std::string_view type_name) {
    const detail::TypeEntry* const type = types_.find(type_name);
    if (type == nullptr || type->size == 0) {
        fail(joined({"needs the type \"", type_name, "\", which the list ",
                     type == nullptr ? "does not hold" : "gives no size"}));
        return {};
    }
    return object(*type);
}

Value ObjectReader::object(const detail::TypeEntry& type) {
    const auto bytes = take(type.size, type.name);
    return failed() ? Value{} : static_object(type, bytes, 0);
}

Value ObjectReader::static_object(const detail::TypeEntry& type, std::span<const std::byte> bytes, unsigned depth) {
    if (type.id_offset) {
        return dependency(load<std::uint64_t>(bytes.subspan(*type.id_offset)));
    }
    if (depth == kDeepestNesting) {
        fail(joined(
            {"\"", type.name, "\" is nested deeper than ", std::to_string(kDeepestNesting), " types, or in itself"}));
        return {};
    }
    Object& object = storage_.made_objects.emplace_back();
    object.type_name = type.name;
    object.members.reserve(type.members.size());
    for (const auto& member : type.members) {
        const auto member_bytes = bytes.subspan(member.offset, member.size);
        const auto read = [&]() -> Value {
            switch (member.kind) {
                case detail::MemberKind::U8:
                    return std::uint64_t{load<std::uint8_t>(member_bytes)};
                case detail::MemberKind::U32:
                    return std::uint64_t{load<std::uint32_t>(member_bytes)};
                case detail::MemberKind::U64:
                    return load<std::uint64_t>(member_bytes);
                case detail::MemberKind::I64:
                    return load<std::int64_t>(member_bytes);
                case detail::MemberKind::F64:
                    return load<double>(member_bytes);
                case detail::MemberKind::Reference:
                    return dependency(load<std::uint64_t>(member_bytes));
                case detail::MemberKind::Object:
                    return static_object(types_[member.type_index], member_bytes, depth + 1);
            }
            return {};
        };
        object.members.emplace_back(member.name, read());
        if (failed()) {
            return {};
        }
    }
    return &object;
}

}  // namespace micromegas::transit::inline MICROMEGAS_ABI
