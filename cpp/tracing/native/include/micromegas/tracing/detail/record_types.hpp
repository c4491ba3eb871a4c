// The first byte of a record, and the fields that follow it, packed. Pointers are to metadata of static lifetime.
#pragma once

#include <micromegas/abi.hpp>

#include <cstdint>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {

/// In the order of the thread stream's object types, and one that is none.
enum class SpanRecordType : std::uint8_t {
    Begin,            ///< const SpanMetadata*, i64 time
    End,              ///< the same
    BeginNamed,       ///< const SpanLocation*, std::string_view name, i64 time
    EndNamed,         ///< the same
    BeginAsync,       ///< const SpanMetadata*, u64 span id, u64 parent, u32 depth, i64 time
    EndAsync,         ///< the same
    BeginAsyncNamed,  ///< const SpanLocation*, std::string_view name, u64 span id, u64 parent, u32 depth, i64 time
    EndAsyncNamed,    ///< the same
    Lost,             ///< i64 time: before it, spans of the thread were dropped
};

enum class MetricRecord : std::uint8_t {
    Integer,        ///< const MetricMetadata*, u64 value, i64 time
    Float,          ///< const MetricMetadata*, f64 value, i64 time
    TaggedInteger,  ///< as Integer, then properties
    TaggedFloat,    ///< as Float, then properties
};

/// A text is its size, 64 bits, and its bytes. Properties are copied: their total size, 64 bits, then name and
/// value of each as texts.
enum class LogRecord : std::uint8_t {
    Literal,         ///< const LogMetadata*, i64 time: the message is the format string
    Deferred,        ///< const LogMetadata*, i64 time, FormatDeferred*, the arguments as deferred_args.hpp writes them
    DeferredTagged,  ///< as Deferred, then properties
    Text,            ///< const LogMetadata*, i64 time, text, properties
    Interop,         ///< i64 time, u8 level, u32 line, texts: target, file, message; properties
};

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
