// Feeds arbitrary blocks to the parser (libFuzzer). fuzz_input.hpp defines the meaning of the bytes.
#include "fuzz_input.hpp"

#include <micromegas/tracing/block_parser.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <span>
#include <string_view>
#include <variant>

namespace {

using micromegas::transit::Object;
using micromegas::transit::ParsedBlock;
using micromegas::transit::ParseError;
using micromegas::transit::Value;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// Touches every byte that a block's values view, and every object once, as objects share dependencies.
class Walk {
public:
    void object(const Object* object) {
        if (!seen_.insert(object).second) {
            return;
        }
        bytes(std::as_bytes(std::span{object->type_name}));
        for (const auto& [name, member] : object->members) {
            bytes(std::as_bytes(std::span{name}));
            value(member);
        }
    }

    [[nodiscard]] unsigned sum() const { return sum_; }

private:
    void value(const Value& value) {
        if (const auto* text = std::get_if<std::string_view>(&value)) {
            bytes(std::as_bytes(std::span{*text}));
        } else if (const auto* data = std::get_if<std::span<const std::byte>>(&value)) {
            bytes(*data);
        } else if (const auto* nested = std::get_if<const Object*>(&value)) {
            require(*nested != nullptr);
            object(*nested);
        }
    }

    void bytes(std::span<const std::byte> bytes) {
        for (const std::byte byte : bytes) {
            sum_ += std::to_integer<unsigned>(byte);
        }
    }

    std::set<const Object*> seen_;
    unsigned sum_ = 0;
};

volatile unsigned g_sum = 0;  // so that reading the bytes is not optimised away

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto block = micromegas::fuzz::block_of({data, size});
    const auto parsed = micromegas::tracing::parse_block(block.input());
    if (const auto* error = std::get_if<ParseError>(&parsed)) {
        require(!error->message.empty());
        return 0;
    }
    const auto events = std::get_if<ParsedBlock>(&parsed)->events();
    require(events.size() * 2 <= block.objects.size());  // an event has a type index and at least one byte
    Walk walk;
    for (const Object* event : events) {
        walk.object(event);
    }
    g_sum = walk.sum();
    return 0;
}
