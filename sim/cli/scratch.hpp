// Scratch: a folder for results that nobody looks at.
#pragma once

#include <string>

#include "sim/io/unfinished.hpp"

namespace rippletank::cli {

/// An empty folder of this process, where the system keeps what is temporary.
///
/// Errors:  std::system_error.
io::Unfinished make_scratch(const std::string& name);

}  // namespace rippletank::cli
