#include "samples.hpp"

#include "sample_blocks.hpp"

namespace server_test {
namespace {

using micromegas::transit::Member;
using micromegas::transit::UserDefinedType;

Json json(const std::vector<UserDefinedType>& types) {
    Json list = Json::array();
    for (const UserDefinedType& type : types) {
        Json members = Json::array();
        for (const Member& member : type.members) {
            members.push_back({{"name", member.name},
                               {"type_name", member.type_name},
                               {"offset", member.offset},
                               {"size", member.size},
                               {"is_reference", member.is_reference}});
        }
        list.push_back(
            {{"name", type.name}, {"size", type.size}, {"members", members}, {"is_reference", type.is_reference}});
    }
    return list;
}

}  // namespace

Json sample_blocks() {
    Json list = Json::array();
    for (const auto& sample : micromegas::tracing::testing::sample_blocks()) {
        list.push_back({{"name", sample.name},
                        {"dependencies_metadata", json(sample.dependencies_metadata)},
                        {"objects_metadata", json(sample.objects_metadata)},
                        {"dependencies", digits(sample.dependencies)},
                        {"objects", digits(sample.objects)}});
    }
    return list;
}

}  // namespace server_test
