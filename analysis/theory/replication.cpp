// Evaluates the laws of replication.
#include "analysis/theory/replication.hpp"

#include <cmath>

#include "sim/core/pinned_math.hpp"

namespace rippletank::theory {

double expected_probes(const std::vector<double>& asked, const std::vector<double>& copies,
                       double peers) {
  double probes = 0;
  for (std::size_t item = 0; item < asked.size(); ++item) {
    probes += asked[item] * peers / copies[item];
  }
  return probes;
}

double probes_uniform(double items, double copies_per_peer) { return items / copies_per_peer; }

double probes_square_root(const std::vector<double>& asked, double copies_per_peer) {
  double roots = 0;
  for (const double q : asked) roots += std::sqrt(q);
  return roots * roots / copies_per_peer;
}

double found_within(double share, double probes) {
  return -core::expm1(probes * core::log1p(-share));
}

std::vector<double> probabilities(const overlay::Popularity& popularity) {
  std::vector<double> all(popularity.items());
  for (core::ItemId item = 0; item < popularity.items(); ++item) {
    all[item] = popularity.probability(item);
  }
  return all;
}

}  // namespace rippletank::theory
