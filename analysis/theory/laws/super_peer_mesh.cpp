// super_peer_mesh: what a query costs where all super-peers know each other.
#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/laws.hpp"
#include "analysis/theory/pairs.hpp"

namespace rippletank::theory {
namespace {

std::optional<Findings> find_mesh(const Subject& subject) {
  const bool is_mesh = subject.protocol() == "super_peer" && subject.topology() == "clustered" &&
                       subject.value("/overlay/topology/core") == "mesh" &&
                       subject.number("/overlay/topology/partners") == 1.0 &&
                       subject.number("/overlay/protocol/ttl_hops") == 1.0 &&
                       subject.model("/overlay/protocol/search") == "flood";
  if (!is_mesh) return {};
  const double super_peers = *subject.number("/overlay/topology/clusters");
  const double leaves = super_peers * *subject.number("/overlay/topology/leaves_per_cluster");
  const auto by_leaf = [&](const measure::QueryRecord& query) {
    return query.origin >= super_peers;
  };
  Prediction copies{"leaf_messages_per_query", "copies of a leaf's query, 1 + (S - 1)", "messages",
                    mesh_query_copies(super_peers)};
  copies.simulated = mean_over_queries(
      subject, by_leaf, [](const measure::QueryRecord& query) { return query.messages; });
  copies.why_not = subject.outcome() == nullptr ? not_played : "no leaf asked";
  Prediction reach{"leaf_reach_mean", "super-peers that get it", "peers", super_peers};
  reach.simulated = mean_over_queries(
      subject, by_leaf, [](const measure::QueryRecord& query) { return query.reach; });
  reach.why_not = copies.why_not;
  Prediction links{"connections", "connections, S (S - 1) / 2 and one per leaf", "connections",
                   mesh_links(super_peers) + leaves};
  links.simulated = subject.links();
  Findings findings;
  findings.title = "Super-peers that all know each other, with a TTL of one hop";
  findings.predictions = {copies, reach, links};
  findings.assumptions = {"A leaf asks its super-peer, which asks all others.",
                          "Every super-peer knows what its leaves hold.", "Everybody is there."};
  findings.violations = losses(subject);
  if (subject.network().connections_blocked > 0) {
    findings.violations.emplace_back("Firewalls keep connections from coming about.");
  }
  findings.sources = {"Yang & Garcia-Molina, Designing a super-peer network, ICDE 2003"};
  return findings;
}

}  // namespace

Law super_peer_mesh_law() {
  return {"super_peer_mesh",
          "Copies, reach and connections of super_peer on a clustered mesh with a TTL of one hop.",
          find_mesh};
}

}  // namespace rippletank::theory
