// Completion of the command in shells, from CLI11's own description of the command.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace micromegas::tools {

/// The type's name of an option or operand that is a file.
inline constexpr const char* kFileType = "PATH";

/// A script that a shell sources: of bash 4.4 and later, of zsh.
[[nodiscard]] std::string bash_completion(const CLI::App& app);
[[nodiscard]] std::string zsh_completion(const CLI::App& app);

}  // namespace micromegas::tools
