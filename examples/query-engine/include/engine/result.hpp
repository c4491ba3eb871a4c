// Errors as values: the engine is built without exceptions.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace engine {

/// One message for the user: the problem, its place, and the allowed values.
struct Error {
    std::string message;
};

/// A value, or the error. A function that returns nothing returns `std::optional<Error>` instead.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const noexcept { return state_.index() == 0; }

    T& operator*() noexcept { return *checked(std::get_if<0>(&state_)); }
    const T& operator*() const noexcept { return *checked(std::get_if<0>(&state_)); }
    T* operator->() noexcept { return checked(std::get_if<0>(&state_)); }
    const T* operator->() const noexcept { return checked(std::get_if<0>(&state_)); }

    Error& error() noexcept { return *checked(std::get_if<1>(&state_)); }
    const Error& error() const noexcept { return *checked(std::get_if<1>(&state_)); }

private:
    template <class Pointer>
    static Pointer checked(Pointer pointer) noexcept {
        assert(pointer != nullptr);
        return pointer;
    }

    std::variant<T, Error> state_;
};

}  // namespace engine
