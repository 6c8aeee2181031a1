// The ways in which a scenario can choose what fails, who is something else, and round firewalls.
#pragma once

#include "sim/registry/entry.hpp"

namespace rippletank::failures {

/// Of hosts and devices that fail.
const registry::Catalogue& node_choices();
/// Of peers that fail: some depend on what the network is by then.
const registry::Catalogue& failing_peer_choices();
/// Of peers on one side of a network that is parted: the same, and groups.
const registry::Catalogue& side_choices();
/// Of peers that are something from the start.
const registry::Catalogue& peer_choices();
/// Of links that fail.
const registry::Catalogue& link_choices();
/// What gets round firewalls.
const registry::Catalogue& traversals();

}  // namespace rippletank::failures
