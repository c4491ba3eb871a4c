// Why: docs/decisions/0022-errors-of-fmt-are-thrown-to-javascript.md
#include "format_entry.hpp"

#include <micromegas/tracing/detail/wide_number.hpp>

#include <atomic>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

/// Writes an argument, by its specs where there are any.
struct Writer {
    fmt::appender out;
    const fmt::format_specs& specs;

    template <class Value>
    void operator()(Value value) {
        if constexpr (!kIsWideNumber<Value>) {
            fmt::detail::write<char>(out, value, specs, fmt::detail::locale_ref{});
        }
    }
    void operator()(fmt::monostate) { fmt::report_error("argument not found"); }
    void operator()(fmt::basic_format_arg<fmt::context>::handle) {}
};

/// {fmt}'s own, but for the types that it writes.
struct NarrowHandler : fmt::detail::format_handler<char> {
    void on_replacement_field(int id, const char* begin) {
        if (auto arg = ctx.arg(id); !arg.format_custom(begin, parse_ctx, ctx)) {
            arg.visit(Writer{ctx.out(), {}});
        }
    }

    const char* on_format_specs(int id, const char* begin, const char* end) {
        auto arg = ctx.arg(id);
        if (arg.format_custom(begin, parse_ctx, ctx)) {
            return parse_ctx.begin();
        }
        fmt::detail::dynamic_format_specs<char> specs;
        begin = fmt::detail::parse_format_specs(begin, end, specs, parse_ctx, arg.type());
        if (specs.dynamic()) {
            fmt::detail::handle_dynamic_spec(specs.dynamic_width(), specs.width, specs.width_ref, ctx);
            fmt::detail::handle_dynamic_spec(specs.dynamic_precision(), specs.precision, specs.precision_ref, ctx);
        }
        arg.visit(Writer{ctx.out(), specs});
        return begin;
    }
};

using Format = void (*)(fmt::memory_buffer& buffer, fmt::string_view format, fmt::format_args args);

void format_narrow(fmt::memory_buffer& buffer, fmt::string_view format, fmt::format_args args) {
    const fmt::appender out{buffer};
    fmt::detail::parse_format_string(format, NarrowHandler{{fmt::parse_context<char>{format}, {out, args}}});
}

void format_any(fmt::memory_buffer& buffer, fmt::string_view format, fmt::format_args args) {
    fmt::vformat_to(fmt::appender{buffer}, format, args);
}

// Not `format_narrow` to begin with: a module that never logs would have it for its address.
constinit std::atomic<Format> g_format{nullptr};

}  // namespace

void format_entry(fmt::memory_buffer& buffer, fmt::string_view format, fmt::format_args args) {
    if (const Format other = g_format.load(std::memory_order_relaxed)) {
        other(buffer, format, args);
    } else {
        format_narrow(buffer, format, args);
    }
}

void link_wide_number_formatter() noexcept { g_format.store(format_any, std::memory_order_relaxed); }

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
