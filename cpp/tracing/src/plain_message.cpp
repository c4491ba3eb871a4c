#include "plain_message.hpp"

#include "plain_number.hpp"  // one per platform

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

using Length = std::ptrdiff_t;

/// Of the bytes that are this one, in the order of memory, the first has its highest bit set, and none before it.
constexpr std::uint64_t find_byte(char byte, std::uint64_t eight) noexcept {
    constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101U;
    constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080U;
    const std::uint64_t zero_where_equal = eight ^ (kOnes * static_cast<unsigned char>(byte));
    return (zero_where_equal - kOnes) & ~zero_where_equal & kHighBits;
}

template <class Argument, class Visitor>
bool visit(const Argument& argument, Visitor& visitor) noexcept {
    if constexpr (requires { argument.visit(visitor); }) {
        return argument.visit(visitor);
    } else {  // {fmt} before 11
        return visit_format_arg(visitor, argument);
    }
}

/// Every function says whether it could. The loops are functions of their own: in a loop without calls V8 keeps its
/// variables in registers.
class PlainWriter {
public:
    PlainWriter(char* out, Length room_for_arguments) noexcept : out_(out), room_(room_for_arguments) {}

    [[nodiscard]] bool write(std::string_view format, const fmt::format_args& args) noexcept {
        const char* at = format.data();
        const char* const end = at + format.size();
        for (int next = 0;; ++next) {
            at = copy_to_brace(at, end);
            if (at == end) {
                return true;
            }
            if (end - at < 2 || at[0] != '{' || at[1] != '}' || !visit(args.get(next), *this)) {
                return false;
            }
            at += 2;
        }
    }

    [[nodiscard]] const char* end() const noexcept { return out_; }

    bool operator()(fmt::string_view text) noexcept { return write_text(text.data(), text.size()); }
    bool operator()(const char* text) noexcept { return text != nullptr && write_text(text, std::strlen(text)); }
    bool operator()(bool value) noexcept { return (*this)(fmt::string_view{value ? "true" : "false"}); }
    bool operator()(char value) noexcept { return write_text(&value, 1); }
    template <class Value>
    bool operator()(Value value) noexcept {
        if constexpr (kIsPlainNumber<Value>) {
            if (!take_room(kMostCharactersOfNumber)) {
                return false;
            }
            out_ = put_number(out_, value);
            return true;
        } else {
            return false;
        }
    }

private:
    /// Copies eight bytes at a step while that many are left, so that there is room for surplus bytes too.
    [[gnu::noinline]] const char* copy_to_brace(const char* at, const char* end) noexcept {
        char* out = out_;
        for (constexpr Length kStep = sizeof(std::uint64_t); end - at >= kStep; at += kStep, out += kStep) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, at, kStep);
            std::memcpy(out, &eight, kStep);
            if (const std::uint64_t braces = find_byte('{', eight) | find_byte('}', eight); braces != 0) {
                const int before = std::countr_zero(braces) / std::numeric_limits<unsigned char>::digits;
                out_ = out + before;
                return at + before;
            }
        }
        for (; at != end && *at != '{' && *at != '}'; ++at) {
            *out++ = *at;
        }
        out_ = out;
        return at;
    }

    [[gnu::noinline]] bool write_text(const char* text, std::size_t size) noexcept {
        if (!take_room(static_cast<Length>(size))) {
            return false;
        }
        char* out = out_;
        for (constexpr std::size_t kStep = sizeof(std::uint64_t); size >= kStep; size -= kStep) {
            std::memcpy(out, text, kStep);
            out += kStep;
            text += kStep;
        }
        for (; size > 0; --size) {
            *out++ = *text++;
        }
        out_ = out;
        return true;
    }

    bool take_room(Length size) noexcept {
        room_ -= size;
        return room_ >= 0;
    }

    char* out_;
    Length room_;
};

}  // namespace

bool format_plain_message(fmt::memory_buffer& buffer, std::string_view format, const fmt::format_args& args) noexcept {
    const Length room_for_arguments = static_cast<Length>(buffer.capacity()) - static_cast<Length>(format.size());
    PlainWriter writer{buffer.data(), room_for_arguments};
    if (room_for_arguments < 0 || !writer.write(format, args)) {
        return false;
    }
    buffer.try_resize(static_cast<std::size_t>(writer.end() - buffer.data()));
    return true;
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
