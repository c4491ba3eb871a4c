// {fmt} and the formatters of user types may fail, and a log call must not bring the module down. This library is built
// without C++ exceptions, and a module has those of WebAssembly, those of JavaScript or none: JavaScript catches all.
#include "format_message.hpp"

#include "format_entry.hpp"
#include "plain_message.hpp"
#include "plain_number.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

struct Work {
    fmt::memory_buffer& buffer;
    fmt::string_view format;
    fmt::format_args args;
};

}  // namespace

extern "C" {

// library_micromegas_errors.js. Calls micromegas_format(work); returns null, or the exception as text, to be freed.
char* micromegas_js_try_format(const Work* work);

void micromegas_format(const Work* work) { format_entry(work->buffer, work->format, work->args); }

}  // extern "C"

namespace {

void tell_problem(fmt::memory_buffer& buffer, std::string_view format, std::string_view problem) {
    buffer.clear();
    for (const std::string_view part :
         {std::string_view{"[cannot format \""}, format, std::string_view{"\": "}, problem, std::string_view{"]"}}) {
        buffer.append(part.data(), part.data() + part.size());
    }
}

void format_guarded(fmt::memory_buffer& buffer, std::string_view format, fmt::format_args args) noexcept {
    const Work work{buffer, {format.data(), format.size()}, args};
    if (const std::unique_ptr<char, decltype(&std::free)> problem{micromegas_js_try_format(&work), std::free}) {
        tell_problem(buffer, format, problem.get());
    }
}

/// The room that the writer takes for an argument.
struct RoomForArgument {
    std::size_t& room;

    bool operator()(fmt::string_view text) const noexcept { return take(text.size()); }
    bool operator()(const char* text) const noexcept { return text != nullptr && take(std::strlen(text)); }
    template <class Value>
    bool operator()(const Value&) const noexcept {
        return kIsPlainNumber<Value> && take(kMostCharactersOfNumber);
    }

private:
    [[nodiscard]] bool take(std::size_t size) const noexcept {
        room += size;
        return true;
    }
};

/// Makes the buffer large enough for such a message. False where an argument is a null pointer, or not a plain one.
bool make_room_for_plain_message(fmt::memory_buffer& buffer, std::string_view format,
                                 const fmt::format_args& args) noexcept {
    std::size_t room = format.size();
    for (int index = 0; const auto arg = args.get(index); ++index) {
        if (!arg.visit(RoomForArgument{room})) {
            return false;
        }
    }
    buffer.reserve(room);
    return true;
}

/// For a format and arguments that are plain.
void format_plainly(fmt::memory_buffer& buffer, std::string_view format, const fmt::format_args& args) noexcept {
    if (!make_room_for_plain_message(buffer, format, args) || !format_plain_message(buffer, format, args)) {
        tell_problem(buffer, format, "string pointer is null");
    }
}

using FormatGuarded = void (*)(fmt::memory_buffer& buffer, std::string_view format, fmt::format_args args) noexcept;

constinit std::atomic<FormatGuarded> g_format_guarded{nullptr};

}  // namespace

void link_full_formatter() noexcept { g_format_guarded.store(format_guarded, std::memory_order_relaxed); }

FormattedMessage::FormattedMessage(std::string_view format, fmt::format_args args) noexcept {
    if (format_plain_message(buffer_, format, args)) {
        return;
    }
    if (const FormatGuarded format_other = g_format_guarded.load(std::memory_order_relaxed)) {
        format_other(buffer_, format, args);
    } else {
        format_plainly(buffer_, format, args);
    }
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
