// Writes to stderr without ever failing.
#include "sim/cli/standard_error.hpp"

#include <cstdio>
#include <exception>
#include <string>

#include "sim/registry/diagnostics.hpp"

namespace rippletank::cli {

void say(std::string_view text) noexcept {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void say_error(std::string_view message) noexcept {
  try {
    say("rippletank: " + to_string(registry::Diagnostic{"", 0, "", std::string(message)}) + "\n");
  } catch (const std::exception&) {
    say("rippletank: error: out of memory\n");
  }
}

}  // namespace rippletank::cli
