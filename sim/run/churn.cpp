// Chooses who comes and goes, and starts their stream.
#include "sim/run/churn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/failures/choices.hpp"
#include "sim/protocols/catalogue.hpp"
#include "sim/workload/churn/model.hpp"

namespace rippletank::run {
namespace {

/// Web caches serve, too, though they are no part of the network.
std::vector<core::PeerId> all_but_servers(const scenario::Scenario& scenario,
                                          const Network& network) {
  const std::vector<core::PeerId> servers = servers_of(scenario, network);
  std::vector<core::PeerId> others;
  for (core::PeerId peer = 0; peer < network.connections.peers(); ++peer) {
    if (!std::binary_search(servers.begin(), servers.end(), peer)) others.push_back(peer);
  }
  return others;
}

}  // namespace

std::vector<core::PeerId> peers_that_churn(const scenario::Scenario& scenario,
                                           const topologies::Graph& graph, const Network& network,
                                           std::uint64_t seed) {
  if (!scenario.churn) return {};
  const workload::ChurnModel& model = workload::churn_model(scenario.churn);
  if (!model.peers) return {};
  const registry::Model choice = model.peers(scenario.churn.parameters.get());
  if (!choice) return all_but_servers(scenario, network);
  constexpr core::Purpose purpose("churn/peers");
  const char* const pointer = "/churn/peers";
  const failures::Plant peers = peers_of(graph);
  std::vector<core::PeerId> chosen =
      failures::choose_nodes(choice, failures::Eligible::all, {peers, pointer, seed, purpose});
  if (!chosen.empty()) return chosen;
  throw registry::InputError(registry::Diagnostic{
      "", 0, pointer,
      fmt::format("expected somebody who comes and goes, and this chooses none of {} peers; leave "
                  "\"churn\" out, or choose others",
                  graph.node_count)});
}

Churn start_churn(const scenario::Scenario& scenario, const Network& network,
                  workload::PeerNames names, std::uint64_t seed) {
  if (!scenario.churn) return {};
  workload::ChurnSetUp set_up;
  set_up.peers = std::move(names);
  set_up.coming_and_going = network.coming_and_going;
  set_up.seed = seed;
  set_up.horizon = core::from_seconds(*scenario.horizon_s);
  workload::Churn churn =
      workload::churn_model(scenario.churn).start(scenario.churn.parameters.get(), set_up);
  return {std::move(churn.changes), std::move(churn.offline)};
}

}  // namespace rippletank::run
