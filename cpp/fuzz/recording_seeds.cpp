// recording_seeds <folder>: an item of each kind, and a recording of them, for recording_fuzz.
#include <micromegas/telemetry/encode_items.hpp>
#include <micromegas/telemetry/recording.hpp>

#include "sample_blocks.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace micromegas;

void write(const std::string& path, char reader, const std::vector<std::byte>& bytes) {
    std::ofstream out{path, std::ios::binary};
    out << reader;
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        return 2;
    }
    const std::string folder = std::string{arguments[1]} + "/";
    tracing::ProcessInfo process{};
    process.exe = "engine";
    process.properties = {{"release", "1.4"}};
    std::vector<std::byte> bytes;
    telemetry::encode_process(process, bytes);
    write(folder + "process", 0, bytes);

    telemetry::RecordingWriter writer{{.path = folder + "file.tmp"}};
    if (writer.open()) {
        return 1;
    }
    writer.begin_process(process);
    for (const tracing::testing::SampleBlock& sample : tracing::testing::sample_blocks()) {
        tracing::EventStream stream{};
        stream.stream_id = tracing::Uuid::random();
        stream.tags = {std::string{sample.name}};
        stream.dependencies_metadata = sample.dependencies_metadata;
        stream.objects_metadata = sample.objects_metadata;
        bytes.clear();
        telemetry::encode_stream(stream, bytes);
        write(folder + "stream-" + std::string{sample.name}, 1, bytes);
        bytes.clear();
        if (telemetry::BlockEncoder{}.encode({}, sample.dependencies, sample.objects, bytes) ||
            writer.write_block(stream, bytes)) {
            return 1;
        }
        write(folder + "block-" + std::string{sample.name}, 2, bytes);
        write(folder + "queue-" + std::string{sample.name}, 4, sample.objects);
    }
    if (writer.close({})) {
        return 1;
    }
    std::ifstream in{folder + "file.tmp", std::ios::binary};
    const std::string file{std::istreambuf_iterator<char>{in}, {}};
    std::ofstream{folder + "file", std::ios::binary} << '\3' << file;
    return 0;
}
