// The catalogue of protocols.
#pragma once

#include "sim/registry/entry.hpp"

namespace rippletank::protocols {

const registry::Catalogue& catalogue();

}  // namespace rippletank::protocols
