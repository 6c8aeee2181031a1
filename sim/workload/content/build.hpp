// Builds the items of a run from what its scenario says about content.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/workload/content/model.hpp"
#include "sim/workload/content/tables.hpp"
#include "sim/workload/items.hpp"

namespace rippletank::workload {

/// What content may know about the run that it is made for.
struct ContentSetUp {
  PeerNames peers;
  double free_riders = 0;             ///< the ratio of peers that share nothing
  std::vector<core::PeerId> servers;  ///< they know who shares, and share nothing
  std::uint64_t seed = 1;
};

/// Names the items, draws their sizes and puts their copies on peers.
///
/// Errors:  InputError with JSON pointers below "/content" or "/peers", or naming a file and its
///          line.
/// Random:  those of draw_sharing() and place_copies(); "content/size_bytes", one number per item
///          where sizes differ.
/// Cost:    O(items + copies) where copies are drawn, for all but very uneven weights; 10 million
///          copies take about a second.
Items build_items(const ContentParameters& parameters, const ContentSetUp& set_up);

}  // namespace rippletank::workload
