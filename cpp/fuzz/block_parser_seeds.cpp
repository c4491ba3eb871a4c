// block_parser_seeds FOLDER: writes the sample blocks of each stream and client there, for the fuzzer to begin with.
#include "fuzz_input.hpp"

#include <micromegas/tracing/block_parser.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <variant>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: block_parser_seeds FOLDER\n", stderr);
        return 2;
    }
    const auto samples = micromegas::tracing::testing::sample_blocks();
    for (std::size_t stream = 0; stream < samples.size(); ++stream) {
        const auto seed = micromegas::fuzz::seed_of(stream);
        // A seed that is refused would test little.
        const auto parsed = micromegas::tracing::parse_block(micromegas::fuzz::block_of(seed).input());
        if (const auto* error = std::get_if<micromegas::transit::ParseError>(&parsed)) {
            std::fprintf(stderr, "the seed of stream %zu is refused: %s\n", stream, error->message.c_str());
            return 1;
        }
        std::ofstream file{std::filesystem::path{argv[1]} / samples[stream].name, std::ios::binary};
        file.write(reinterpret_cast<const char*>(seed.data()), static_cast<std::streamsize>(seed.size()));
        if (!file.flush()) {
            std::fprintf(stderr, "cannot write to %s\n", argv[1]);
            return 1;
        }
    }
    return 0;
}
