// Replication: how many peers blind search asks until one holds what is sought.
#pragma once

#include <string>
#include <vector>

#include "sim/overlay/popularity.hpp"

namespace rippletank::theory {

// Peers are asked at random, the same one perhaps again; so of an item that a share p of them holds
// 1 / p are asked in the mean.
// Source:  Cohen & Shenker, Replication strategies in unstructured peer-to-peer networks,
//          SIGCOMM 2002.

/// The mean over queries, from how many copies there are of each item.
///
/// `asked`: [item] the probability that a query is for it; `copies`: [item], at least 1.
double expected_probes(const std::vector<double>& asked, const std::vector<double>& copies,
                       double peers);

/// m / rho: uniform and proportional replication, whatever is asked for. `copies_per_peer`: rho.
double probes_uniform(double items, double copies_per_peer);

/// (sum of sqrt q)^2 / rho: square-root replication, the least that there is.
double probes_square_root(const std::vector<double>& asked, double copies_per_peer);

/// The probability to have found an item that a share of the peers holds after so many probes.
double found_within(double share, double probes);

/// The probability of each item.
std::vector<double> probabilities(const overlay::Popularity& popularity);

}  // namespace rippletank::theory
