// How far dynamic queries go next.
#include "sim/protocols/parts/dynamic_queries.hpp"

#include <algorithm>
#include <utility>

#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

const registry::Section& DynamicQueryParameters::section() {
  using registry::between;
  using P = DynamicQueryParameters;
  static const registry::Section table =
      registry::Table<P>{}
          .field("probe_links", &P::probe_links,
                 {.unit = "connections",
                  .range = between(1, 1e6),
                  .description = "Over how many connections a query is tried out first."})
          .field("probe_ttl_hops", &P::probe_ttl_hops,
                 {.unit = "hops",
                  .range = between(1, 30'000),
                  .description = "How far it goes there."})
          .field("probe_wait_s", &P::probe_wait_s,
                 {.unit = "s",
                  .range = between(0.001, core::longest_s),
                  .description = "How long an ultrapeer then waits for results."})
          .field("wait_per_hop_s", &P::wait_per_hop_s,
                 {.unit = "s",
                  .range = between(0.001, core::longest_s),
                  .description = "How long for each hop that a later copy may travel."})
          .field("results", &P::results,
                 {.unit = "results",
                  .range = between(1, 1e9),
                  .description = "With how many an ultrapeer's own query is content."})
          .field("leaf_results", &P::leaf_results,
                 {.unit = "results",
                  .range = between(1, 1e9),
                  .description = "With how many each ultrapeer is that a leaf has asked."})
          .field("horizon_peers", &P::horizon_peers,
                 {.unit = "ultrapeers",
                  .range = between(1, 4e9),
                  .description = "How many it asks at most, as it estimates from their degrees."});
  return table;
}

void DynamicQueries::begin(core::PeerId at, const overlay::Letter& letter, bool for_leaf,
                           std::vector<core::PeerId> connections) {
  std::reverse(connections.begin(), connections.end());
  Open open;
  open.letter = letter;
  open.wanted = for_leaf ? parameters_.leaf_results : parameters_.results;
  open.unused = std::move(connections);
  open_.insert_or_assign(key(at, letter.query), std::move(open));
}

std::uint64_t DynamicQueries::peers_within(std::uint32_t degree, std::uint32_t ttl_hops) const {
  const std::uint64_t next = degree > 1 ? degree - 1 : 0;
  std::uint64_t at_hop = 1;
  std::uint64_t all = 0;
  for (std::uint32_t hop = 0; hop < ttl_hops; ++hop) {
    all += at_hop;
    if (all >= parameters_.horizon_peers) break;
    at_hop *= next;
  }
  return all;
}

std::uint32_t DynamicQueries::next_ttl(const Open& open, std::uint32_t degree) const {
  if (open.results == 0) return ttl_hops_;
  const std::uint64_t lacking = open.wanted - open.results;
  for (std::uint32_t ttl_hops = 1; ttl_hops < ttl_hops_; ++ttl_hops) {
    // Enough if those peers find as much each as others did: lacking / connections that are left.
    const auto expected =
        static_cast<double>(peers_within(degree, ttl_hops)) * static_cast<double>(open.results);
    const auto needed = static_cast<double>(lacking) * static_cast<double>(open.peers) /
                        static_cast<double>(open.unused.size());
    if (expected >= needed) return ttl_hops;
  }
  return ttl_hops_;
}

}  // namespace rippletank::protocols
