// The catalogue of protocols.
#pragma once

#include <string>
#include <vector>

#include "sim/registry/entry.hpp"

namespace rippletank::protocols {

const registry::Catalogue& catalogue();

/// The types of the messages of a protocol, one of the catalogue.
std::vector<std::string> message_types(const registry::Entry& protocol);
/// Whether some peers of a protocol, one of the catalogue, serve the others.
bool has_servers(const registry::Entry& protocol);

}  // namespace rippletank::protocols
