// Choices: the rules by which nodes and links are chosen, to fail or for something else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/failures/breakdown.hpp"

namespace rippletank::failures {

/// Where a choice stands and what it draws from.
struct Choosing {
  const Plant& plant;
  std::string pointer;  ///< "/failures/2/hosts"
  /// These three name its random numbers.
  std::uint64_t seed = 1;
  core::Purpose purpose;
  std::uint64_t number = 0;  ///< of the failure
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
