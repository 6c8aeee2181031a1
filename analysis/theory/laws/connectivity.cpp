// connectivity: eigenvalues of the network, and what follows for losses and random walks.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/laws.hpp"
#include "analysis/theory/spectrum.hpp"
#include "sim/protocols/catalogue.hpp"
#include "sim/registry/counts.hpp"

namespace rippletank::theory {
namespace {

/// Beyond it, iterations take more than seconds.
constexpr double most_link_ends = 1e6;

Prediction only_predicted(const char* name, std::string quantity, const char* unit, double value,
                          Strength strength, const char* why_not) {
  Prediction made{name, std::move(quantity), unit, value, strength};
  made.why_not = why_not;
  return made;
}

/// Fiedler's bound; what a run can count beside it is whether one peer alone splits the network.
Prediction losses_to_split(const topologies::Adjacency& part, double connectivity) {
  constexpr double rounding = 1e-9;
  Prediction made{"split_least_peers", "peers whose loss can split it", "peers",
                  std::max(1.0, std::ceil(connectivity - rounding)), Strength::lower_bound};
  if (topologies::cut_nodes(part).empty()) {
    made.why_not = "no single peer splits it, and more are not tried";
  } else {
    made.simulated = 1;
  }
  return made;
}

std::optional<Findings> find_connectivity(const Subject& subject) {
  if (protocols::nature(subject.scenario().overlay.protocol).is_served()) return {};
  if (2 * subject.links() > most_link_ends) return {};
  const topologies::Adjacency part = largest_part(subject.rows());
  const double nodes = static_cast<double>(part.offsets.size()) - 1;
  constexpr double fewest = 3;
  if (nodes < fewest) return {};
  std::optional<Spectrum> found = spectrum(part);
  if (!found) return {};
  constexpr int good_digits = 6;
  found->algebraic_connectivity = rounded(found->algebraic_connectivity, good_digits);
  found->walk_gap = rounded(found->walk_gap, good_digits);
  double least_degree = nodes;
  for (topologies::NodeId node = 0; node < nodes; ++node) {
    least_degree = std::min(least_degree, static_cast<double>(part.degree(node)));
  }
  const double ends = static_cast<double>(part.neighbours.size());
  const MixingTime mixing = mixing_time(found->walk_gap, least_degree / ends);
  Findings findings;
  findings.title = "How tightly the network holds together";
  constexpr const char* of_network = "eigenvalues and walks belong to the network, not to a run";
  findings.predictions.push_back(
      only_predicted("algebraic_connectivity", "algebraic connectivity (Laplacian)", "",
                     found->algebraic_connectivity, Strength::exact, of_network));
  // In a full mesh whatever is left stays joined.
  const bool is_mesh = ends == nodes * (nodes - 1);
  if (!is_mesh) {
    findings.predictions.push_back(losses_to_split(part, found->algebraic_connectivity));
  }
  findings.predictions.push_back(only_predicted("walk_gap", "spectral gap of a random walk", "",
                                                found->walk_gap, Strength::exact, of_network));
  findings.predictions.push_back(
      only_predicted("mixing_least_steps", "steps to forget the start, at least", "steps",
                     mixing.least_steps, Strength::lower_bound, of_network));
  findings.predictions.push_back(
      only_predicted("mixing_most_steps", "steps to forget the start, at most", "steps",
                     mixing.most_steps, Strength::upper_bound, of_network));
  findings.assumptions = {
      "Eigenvalues tell how well all parts are joined, at the worst cut.",
      "The walk is lazy: every other step, in the mean, it stays.",
      "Forgotten is the start when no set of peers is a quarter more or less likely."};
  if (nodes < subject.peers()) {
    findings.assumptions.push_back(
        fmt::format("The network is in {}: this is of the largest, {}.",
                    registry::count_in_words(subject.parts().sizes.size(), "part", "parts"),
                    registry::count_in_words(static_cast<std::uint64_t>(nodes), "peer", "peers")));
  }
  findings.violations = moving_connections(subject);
  findings.sources = {"Fiedler, Czechoslovak Mathematical Journal 23 (1973)",
                      "Levin & Peres, Markov Chains and Mixing Times, 2nd ed. (2017), ch. 12"};
  return findings;
}

}  // namespace

Law connectivity_law() {
  return {"connectivity",
          "Algebraic connectivity, spectral gap and mixing time of networks of equal peers with up "
          "to half a million connections.",
          find_connectivity};
}

}  // namespace rippletank::theory
