#pragma once

#include <gmock/gmock.h>

namespace micromegas::transit::testing {

/// Matches a `Value` of exactly that type.
template <class T>
auto Holds(T expected) {
    return ::testing::VariantWith<T>(expected);
}

}  // namespace micromegas::transit::testing
