// Written file: what a command writes where the user says, whole or not at all.
#pragma once

#include <string>

namespace rippletank::cli {

/// Errors:  InputError, before long work, if nothing can be written there.
void require_writable(const std::string& target);

/// Errors:  std::system_error; 130 if interrupted, with the file as it was.
void write_to(const std::string& target, const std::string& text);

}  // namespace rippletank::cli
