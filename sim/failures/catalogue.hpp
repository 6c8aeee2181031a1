// The ways in which a scenario can choose what fails, or who is something else, and round firewalls.
#pragma once

#include "sim/registry/entry.hpp"

namespace rippletank::failures {

/// Of hosts and devices.
const registry::Catalogue& node_choices();
/// Of peers: the same.
const registry::Catalogue& peer_choices();
/// Of links.
const registry::Catalogue& link_choices();
/// What gets round firewalls.
const registry::Catalogue& traversals();

}  // namespace rippletank::failures
