// Placement: which host of an underlay each peer runs on.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/registry/entry.hpp"

namespace rippletank::underlay {

/// What peers can be put on: a host of a physical network, a router of an internet, a row of a
/// matrix, a region.
using SiteId = std::uint32_t;

/// The placement of that name with its defaults, for underlays that prefer one.
registry::Model default_placement(const char* name);

/// The site of each peer, as the chosen model places them.
///
/// Shape:   site[peer], below `sites`, which is at least 1.
/// Errors:  InputError at `pointer`, where the scenario says how peers are placed, when there are
///          too few sites; `site_noun` is what they are called there: "hosts".
/// Random:  substream "underlay/placement".
/// Cost:    O(peers + sites).
std::vector<SiteId> place(const registry::Model& placement, core::PeerId peers, SiteId sites,
                          const char* site_noun, std::uint64_t seed, const char* pointer);

}  // namespace rippletank::underlay
