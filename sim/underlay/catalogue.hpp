// The underlays that a scenario can name, and the ways to place peers on their hosts.
#pragma once

#include "sim/registry/entry.hpp"

namespace rippletank::underlay {

const registry::Catalogue& catalogue();
const registry::Catalogue& placements();

}  // namespace rippletank::underlay
