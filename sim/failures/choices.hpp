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
  std::uint64_t number = 0;  ///< of the failure and its occurrence
};

/// What names the random numbers of a choice.
struct Drawing {
  std::uint64_t seed = 1;
  core::Purpose purpose;
  std::uint64_t number = 0;
};

/// So many of some things at random, or all if there are fewer, ascending; one choice draws alike
/// whatever else is chosen.
std::vector<std::uint32_t> random_few(std::vector<std::uint32_t> things, std::size_t count,
                                      const Drawing& drawing);

/// Which nodes may be chosen.
enum class Eligible : std::uint8_t { hosts, devices, all };

/// The nodes that may be chosen, ascending.
std::vector<NodeId> eligible_nodes(Eligible eligible, const Plant& plant);

/// Those that a list names.
///
/// `pointer`: where the list stands.
/// Errors:  InputError for names that there are not, and for those not eligible.
/// Shape:   ascending.
std::vector<NodeId> choose_named(const std::vector<registry::Id>& ids, const std::string& pointer,
                                 Eligible eligible, const Plant& plant);

/// The nodes of a choice that is not a matter of the moment.
///
/// Errors:  InputError for names, sections and regions that there are not, and for those not
///          eligible.
/// Shape:   ascending.
std::vector<NodeId> choose_nodes(const registry::Model& choice, Eligible eligible,
                                 const Choosing& choosing);
/// Each side of a network that is parted, but for those that are on none of them.
///
/// Errors:  likewise, and for a node in two groups.
std::vector<std::vector<NodeId>> choose_sides(const registry::Model& choice,
                                              const Choosing& choosing);
std::vector<LinkId> choose_links(const registry::Model& choice, const Choosing& choosing);

}  // namespace rippletank::failures
