// What a scenario can choose for its content: how popular items are, and how many copies there are.
#pragma once

#include "sim/registry/entry.hpp"

namespace rippletank::workload {

const registry::Catalogue& popularities();
const registry::Catalogue& replications();

}  // namespace rippletank::workload
