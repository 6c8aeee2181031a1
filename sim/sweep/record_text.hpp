// Records as text, to be sent between processes.
#pragma once

#include <string>

#include "sim/sweep/desk.hpp"

namespace rippletank::sweep {

std::string text_of(const Brought& brought);

/// A failure comes back as a std::runtime_error with the same words.
Brought brought_of(const std::string& text);

}  // namespace rippletank::sweep
