// The catalogue of protocols.
#pragma once

#include "sim/registry/entry.hpp"

namespace rippletank::protocols {

const registry::Catalogue& catalogue();

/// What a scenario must know of a protocol besides its parameters.
struct Nature {
  bool takes_queries = true;  ///< else its peers ask nothing, and queries are a mistake
  bool endless = false;       ///< never ends by itself: only a horizon ends the run
};

Nature nature(const registry::Entry& protocol);

}  // namespace rippletank::protocols
