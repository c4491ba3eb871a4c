#include "lz4_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI {
namespace {

std::string too_large(std::size_t most) { return fmt::format("more than {} bytes, which is the most allowed", most); }

}  // namespace

std::optional<std::string> Lz4Reader::read(std::span<const std::byte> frame, std::size_t most,
                                           std::vector<std::byte>& out) {
    if (context_ == nullptr && LZ4F_isError(LZ4F_createDecompressionContext(&context_, LZ4F_VERSION)) != 0) {
        return "no memory";
    }
    LZ4F_resetDecompressionContext(context_);
    LZ4F_frameInfo_t info = LZ4F_INIT_FRAMEINFO;
    std::size_t read = frame.size();
    if (const std::size_t hint = LZ4F_getFrameInfo(context_, &info, frame.data(), &read); LZ4F_isError(hint) != 0) {
        return fmt::format("byte 0 of the frame: {}", LZ4F_getErrorName(hint));
    }
    if (info.frameType == LZ4F_skippableFrame) {
        return "byte 0 of the frame: a skippable frame, which holds no data";
    }
    if (info.contentSize > most) {
        return fmt::format("the frame says that it becomes {} bytes: {}", info.contentSize, too_large(most));
    }
    // One byte more than allowed shows that there is more. Memory is allocated step by step, as data arrives.
    const std::size_t room = info.contentSize != 0 ? info.contentSize + 1 : most + 1;
    out.resize(std::min(room, std::max<std::size_t>(frame.size() * 4, 4096)));
    std::size_t written = 0;
    for (;;) {
        std::size_t produced = out.size() - written;
        std::size_t consumed = frame.size() - read;
        const std::size_t hint =
            LZ4F_decompress(context_, out.data() + written, &produced, frame.data() + read, &consumed, nullptr);
        if (LZ4F_isError(hint) != 0) {
            return fmt::format("byte {} of the frame: {}", read, LZ4F_getErrorName(hint));
        }
        read += consumed;
        written += produced;
        if (hint == 0) {
            break;
        }
        if (written > most) {
            return fmt::format("byte {} of the frame: it becomes {}", read, too_large(most));
        }
        if (written < out.size() && consumed == 0 && produced == 0) {
            return fmt::format("byte {} of the frame: it ends in the middle", read);
        }
        if (written == out.size()) {
            out.resize(std::min(most + 1, out.size() * 2));
        }
    }
    if (read != frame.size()) {
        return fmt::format("byte {} of the frame: {} bytes follow its end", read, frame.size() - read);
    }
    if (written > most) {
        return fmt::format("byte {} of the frame: it becomes {}", read, too_large(most));
    }
    out.resize(written);
    return std::nullopt;
}

}  // namespace micromegas::telemetry::detail::inline MICROMEGAS_ABI
