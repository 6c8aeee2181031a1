// What is said to the user on stderr.
#pragma once

#include <string_view>

namespace rippletank::cli {

/// Writes to stderr. When that cannot be written, nobody can be told: the exit code says enough.
void say(std::string_view text) noexcept;

/// One line "rippletank: error: …", in which nothing steers a terminal.
void say_error(std::string_view message) noexcept;

}  // namespace rippletank::cli
