#pragma once

#include <micromegas/abi.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <lz4frame.h>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {

/// Reads LZ4 frames that are not to be trusted. Keeps its memory; one thread at a time.
class Lz4Reader {
public:
    Lz4Reader() noexcept = default;
    ~Lz4Reader() { LZ4F_freeDecompressionContext(context_); }
    Lz4Reader(const Lz4Reader&) = delete;
    Lz4Reader& operator=(const Lz4Reader&) = delete;

    /// Decompresses one frame, with nothing behind it, of a limited size. Returns the error in it; `out` is then
    /// invalid.
    [[nodiscard]] std::optional<std::string> read(std::span<const std::byte> frame, std::size_t most,
                                                  std::vector<std::byte>& out);

private:
    LZ4F_dctx* context_ = nullptr;
};

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
