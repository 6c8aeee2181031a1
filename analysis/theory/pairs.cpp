// Counts pairs.
#include "analysis/theory/pairs.hpp"

namespace rippletank::theory {

FetchPairs fetch_pairs(double peers, double refusing) {
  const double both_refuse = refusing * (refusing - 1);
  return {(peers - refusing) * (peers - 1), peers * (peers - 1) - both_refuse, both_refuse};
}

double mesh_query_copies(double super_peers) { return 1 + (super_peers - 1); }

double mesh_links(double super_peers) { return super_peers * (super_peers - 1) / 2; }

}  // namespace rippletank::theory
