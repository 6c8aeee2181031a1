// The catalogue of protocols.
#pragma once

#include "sim/registry/entry.hpp"

namespace rippletank::protocols {

const registry::Catalogue& catalogue();

/// Whether some peers of a protocol, one of the catalogue, serve the others.
bool has_servers(const registry::Entry& protocol);

}  // namespace rippletank::protocols
