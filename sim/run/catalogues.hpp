// All catalogues: every kind of thing that can be listed and described.
#pragma once

#include <vector>

#include "sim/registry/entry.hpp"

namespace rippletank::run {

/// In the order in which they are listed to users.
const std::vector<const registry::Catalogue*>& catalogues();

}  // namespace rippletank::run
