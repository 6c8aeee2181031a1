// Reachability: who could fetch from whom, and how, where there are firewalls.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/measure/figure.hpp"
#include "sim/overlay/measures.hpp"
#include "sim/run/network.hpp"

namespace rippletank::run {

/// Attempts to fetch something of one kind of pair that ended alike.
struct FetchAttempts {
  const char* to = "";      ///< what the peer is that fetches: `open` or `firewalled`
  const char* from = "";    ///< the one that sends, likewise, or `same_firewall` as the other
  const char* method = "";  ///< by which the two came together, or tried to; empty: by none
  const char* status = "";
  std::uint64_t count = 0;
};

/// Shape:   in the order of kinds of pairs, methods and states; of which there are any.
std::vector<FetchAttempts> reachability(const Network& network, const overlay::Measures& measures);

/// What firewalls kept from happening, and what got round them; empty where there are none.
std::vector<measure::Figure> figures_of_firewalls(const Network& network,
                                                  const overlay::Measures& measures);

}  // namespace rippletank::run
