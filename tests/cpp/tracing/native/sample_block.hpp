// A block for tests of readers.
#pragma once

#include <micromegas/transit/parse_block.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace micromegas::tracing::testing {

struct SampleBlock {
    std::string_view name;
    std::vector<transit::UserDefinedType> dependencies_metadata;
    std::vector<transit::UserDefinedType> objects_metadata;
    std::vector<std::byte> dependencies;
    std::vector<std::byte> objects;

    [[nodiscard]] transit::BlockInput input() const {
        return {.dependencies_metadata = dependencies_metadata,
                .objects_metadata = objects_metadata,
                .dependencies = dependencies,
                .objects = objects};
    }
};

template <class DependencyQueue, class ObjectQueue>
SampleBlock sample_block(std::string_view name, const DependencyQueue& dependencies, const ObjectQueue& objects) {
    return {.name = name,
            .dependencies_metadata = DependencyQueue::metadata(),
            .objects_metadata = ObjectQueue::metadata(),
            .dependencies = {dependencies.bytes().begin(), dependencies.bytes().end()},
            .objects = {objects.bytes().begin(), objects.bytes().end()}};
}

}  // namespace micromegas::tracing::testing
