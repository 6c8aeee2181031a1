// Choices: the rules by which nodes and links that break are chosen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/failures/breakdown.hpp"

namespace rippletank::failures {

/// Where a choice stands and what it draws from.
struct Choosing {
  const Plant& plant;
  std::string pointer;  ///< "/failures/2/hosts"
  std::uint64_t seed = 1;
  std::uint64_t failure = 0;  ///< number of the failure, which names its random numbers
};

/// Which nodes may be chosen.
enum class Eligible : std::uint8_t { hosts, devices, all };

/// The nodes that may be chosen, ascending.
std::vector<NodeId> eligible_nodes(Eligible eligible, const Plant& plant);

/// Errors:  InputError for names and sections that there are not, and for those not eligible.
/// Shape:   ascending.
std::vector<NodeId> choose_nodes(const registry::Model& choice, Eligible eligible,
                                 const Choosing& choosing);
std::vector<LinkId> choose_links(const registry::Model& choice, const Choosing& choosing);

}  // namespace rippletank::failures
