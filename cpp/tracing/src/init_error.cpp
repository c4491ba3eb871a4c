#include <micromegas/tracing/detail/option_ranges.hpp>  // one per platform
#include <micromegas/tracing/dispatch.hpp>

#include <string>

namespace micromegas::tracing::inline MICROMEGAS_ABI {
namespace {

class InitErrorCategory final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "micromegas.init"; }

    [[nodiscard]] std::string message(int value) const override {
        switch (static_cast<InitError>(value)) {
            case InitError::None:
                return "no error";
            case InitError::AlreadyInitialised:
                return "tracing is already initialised in this process; shut it down before initialising it again";
            case InitError::MissingSink:
                return "tracing was given no event sink; use NullEventSink to discard all events";
            case InitError::ReservedProperty:
                return "a process property's name begins with \"micromegas.\", which is reserved for the server; "
                       "any other name is allowed";
            case InitError::BadEnvironment:
            case InitError::OptionOutOfRange:
                return "the value of an option or an environment variable is not one of those allowed";
            case InitError::CannotOpenFile:
                return "a file for log lines, or for a recording, cannot be opened";
        }
        return "unknown initialisation error";
    }
};

constexpr std::string_view kReservedPrefix = "micromegas.";

}  // namespace

std::optional<std::string> find_reserved_name(const PropertySet& process_properties) {
    for (const Property& property : process_properties.properties()) {
        if (property.name.starts_with(kReservedPrefix)) {
            return property.name;
        }
    }
    return std::nullopt;
}

std::string describe_init_error(const std::error_code& error, const DispatchConfig& config) {
    if (!error) {
        return {};
    }
    if (std::string found = detail::find_out_of_range(config); !found.empty() && error == InitError::OptionOutOfRange) {
        return found;
    }
    const auto name =
        error == InitError::ReservedProperty ? find_reserved_name(config.process_properties) : std::nullopt;
    return name ? "process property \"" + *name + "\": " + error.message() : error.message();
}

const std::error_category& init_error_category() noexcept {
    static const InitErrorCategory& category = *new InitErrorCategory;  // never destroyed
    return category;
}

}  // namespace micromegas::tracing::inline MICROMEGAS_ABI
