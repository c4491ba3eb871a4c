// Feeds arbitrary bytes to the CSV reader (libFuzzer). See QUERY_ENGINE_FUZZ in CMakeLists.txt.
#include "csv/reader.hpp"
#include "csv/survey.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace engine::csv;
    const auto text = Text::decode({reinterpret_cast<const char*>(data), size});
    if (!text) {
        require(!text.error().message.empty());
        return 0;
    }
    const auto found = survey(text->view());
    if (!found) {
        require(!found.error().message.empty());
        return 0;
    }
    // A reader of a surveyed text finds no error, and the same number of rows.
    Reader reader{text->view()};
    std::uint64_t records = 0;
    while (true) {
        const auto record = reader.next();
        require(static_cast<bool>(record));
        if (!*record) {
            break;
        }
        ++records;
        require(reader.fields().size() == found->columns.size());
    }
    require(records == found->rows + 1);  // the header
    return 0;
}
