// Churn of a run: whose comings and goings a scenario asks for, and when these happen.
#pragma once

#include <vector>

#include "sim/run/incidents.hpp"
#include "sim/run/network.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/workload/peer_names.hpp"
#include "topologies/graph.hpp"

namespace rippletank::run {

/// The peers that come and go, ascending: those that the scenario chooses, or all but servers; none
/// where a file names them, or where there is no churn.
///
/// `network`: with its servers and connections.
/// Errors:  InputError below "/churn/peers" for peers that there are not, and for a choice of none.
/// Random:  substream "churn/peers".
std::vector<core::PeerId> peers_that_churn(const scenario::Scenario& scenario,
                                           const topologies::Graph& graph, const Network& network,
                                           std::uint64_t seed);

/// When they do; nobody where there is no churn.
///
/// Errors:  those of the churn model.
/// Random:  that of the churn model.
Churn start_churn(const scenario::Scenario& scenario, const Network& network,
                  workload::PeerNames names, std::uint64_t seed);

}  // namespace rippletank::run
