// Types to push through queues, one a kind of field.
#pragma once

#include <micromegas/transit/parse_block.hpp>
#include <micromegas/transit/reflection.hpp>
#include <micromegas/transit/strings.hpp>

#include <gmock/gmock.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace micromegas::transit::testing {

/// A gap of 4 bytes at its end.
struct Sample {
    std::uint64_t value;
    std::uint32_t weight;

    static constexpr auto reflect() {
        return static_type("Sample", field("value", &Sample::value), field("weight", &Sample::weight));
    }
};

struct Tick {
    std::uint64_t time;

    static constexpr auto reflect() { return static_type("Tick", field("time", &Tick::time)); }
};

/// Every scalar, with gaps between them.
struct Scalars {
    std::uint8_t small;
    std::uint32_t medium;
    std::uint8_t next;
    std::uint64_t large;
    std::int64_t with_sign;
    double real;
    std::uint8_t last;

    static constexpr auto reflect() {
        return static_type("Scalars", field("small", &Scalars::small), field("medium", &Scalars::medium),
                           field("next", &Scalars::next), field("large", &Scalars::large),
                           field("with_sign", &Scalars::with_sign), field("real", &Scalars::real),
                           field("last", &Scalars::last));
    }
};

struct PackedScalars {
    std::uint8_t small;
    std::int64_t with_sign;
    std::uint32_t medium;

    static constexpr auto reflect() {
        return packed_type("PackedScalars", field("small", &PackedScalars::small),
                           field("with_sign", &PackedScalars::with_sign), field("medium", &PackedScalars::medium));
    }
};

/// Static metadata, as a dependency.
struct Kind {
    std::uint64_t id;
    std::uint64_t name;
    std::uint32_t line;

    static constexpr auto reflect() {
        return static_type("Kind", field("id", &Kind::id), reference("name", "StaticString", &Kind::name),
                           field("line", &Kind::line));
    }
};

struct NamedTick {
    std::uint64_t kind;
    StringId name;
    std::int64_t time;

    static constexpr auto reflect() {
        return static_type("NamedTick", reference("kind", "Kind", &NamedTick::kind), field("name", &NamedTick::name),
                           field("time", &NamedTick::time));
    }
};

/// Two levels of objects.
struct Pair {
    NamedTick first;
    StringId second;

    static constexpr auto reflect() {
        return static_type("Pair", field("first", &Pair::first), field("second", &Pair::second));
    }
};

struct Remark {
    std::uint64_t kind;
    std::uint8_t level;
    StaticStringRef target;
    std::string_view text;
    std::span<const std::byte> data;

    static constexpr auto reflect() {
        return dynamic_type("Remark", reference("kind", "Kind", &Remark::kind), field("level", &Remark::level),
                            field("target", &Remark::target), field("text", &Remark::text),
                            field("data", &Remark::data));
    }
};

struct Labels {
    std::uint64_t id;
    std::span<const StringId> labels;

    static constexpr auto reflect() {
        return dynamic_type("Labels", field("id", &Labels::id), field("labels", &Labels::labels));
    }
};

inline std::vector<std::byte> bytes_of(std::initializer_list<unsigned> values) {
    std::vector<std::byte> bytes;
    for (const unsigned value : values) {
        bytes.push_back(static_cast<std::byte>(value));
    }
    return bytes;
}

inline std::vector<std::byte> bytes_of(std::span<const std::byte> bytes) { return {bytes.begin(), bytes.end()}; }

inline constexpr std::array kReaders{
    kEventReader<Remark>,
    kDependencyReader<StaticString>,
    kDependencyReader<StaticStringDependency>,
};

inline std::variant<ParsedBlock, ParseError> parse(const BlockInput& input) { return parse_block(input, kReaders); }

/// The parser's error message for a block, or "" if it was read.
inline std::string refusal(const BlockInput& input) {
    const auto parsed = parse(input);
    const auto* error = std::get_if<ParseError>(&parsed);
    return error != nullptr ? error->message : "";
}

/// The block, or a failed test.
inline ParsedBlock accepted(const BlockInput& input) {
    auto parsed = parse(input);
    if (const auto* error = std::get_if<ParseError>(&parsed)) {
        ADD_FAILURE() << error->message;
        return std::get<ParsedBlock>(parse({}));
    }
    return std::get<ParsedBlock>(std::move(parsed));
}

}  // namespace micromegas::transit::testing
