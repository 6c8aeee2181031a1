// Describes the searches: flood, expanding_ring, random_walks, highest_degree, gossip.
#include "sim/protocols/parts/search_models.hpp"

#include <string>

#include "sim/core/time.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {
namespace {

using registry::between;

constexpr const char* lv =
    "Lv, Cao, Cohen, Li & Shenker, Search and replication in unstructured peer-to-peer networks, "
    "ICS 2002";

registry::Field results_field() {
  return {.unit = "hits",
          .range = between(1, 1e9),
          .description = "How many hits satisfy the peer that asks."};
}

registry::Entry flood_entry() {
  return registry::describe<FloodSearch>("flood",
                                         "A query goes to all neighbours, and each peer passes the "
                                         "first copy on to all but the one it "
                                         "came from, until its TTL is used up.",
                                         "Gnutella Protocol Specification v0.4 (Clip2, 2001)",
                                         registry::Table<FloodSearch>{});
}

registry::Entry expanding_ring_entry() {
  return registry::describe<ExpandingRingSearch>(
      "expanding_ring",
      "Floods of growing TTL, each with a GUID of its own, until there are enough hits or the TTL "
      "of "
      "the protocol has been tried.",
      lv,
      registry::Table<ExpandingRingSearch>{}
          .field(
              "ttl_start_hops", &ExpandingRingSearch::ttl_start_hops,
              {.unit = "hops", .range = between(1, most_hops), .description = "TTL of the first."})
          .field("ttl_step_hops", &ExpandingRingSearch::ttl_step_hops,
                 {.unit = "hops",
                  .range = between(1, most_hops),
                  .description = "By how much each next one's is greater."})
          .field("wait_s", &ExpandingRingSearch::wait_s,
                 {.unit = "s",
                  .range = between(0.001, core::longest_s),
                  .description = "How long the peer that asks waits for hits before the next one."})
          .field("results", &ExpandingRingSearch::results, results_field()),
      {{"ttl_start_hops", 2}});
}

/// The fields of WalkSearch, in the table of P.
template <class P>
registry::Section walk_section() {
  return registry::Table<P>{}
      .field("walkers", static_cast<std::uint32_t P::*>(&P::walkers),
             {.unit = "walkers",
              .range = between(1, 1e6),
              .description = "How many copies set out; each is passed on to one neighbour at a "
                             "time, and not straight back where there is another one."})
      .field("walk_max_hops", static_cast<std::uint32_t P::*>(&P::walk_max_hops),
             {.unit = "hops",
              .range = between(1, most_hops),
              .description = "How far each walks at most; the TTL of the protocol does not count."})
      .field("check_every_hops", static_cast<std::uint32_t P::*>(&P::check_every_hops),
             {.unit = "hops",
              .range = between(0, most_hops),
              .description = "After how many steps each a walker asks the peer that it is from "
                             "whether that is satisfied, and ends if so; 0: never."})
      .field("results", static_cast<std::uint32_t P::*>(&P::results), results_field());
}

registry::Entry random_walks_entry() {
  return registry::describe<WalkSearch>(
      "random_walks", "Some copies walk from neighbour to neighbour at random.", lv,
      walk_section<WalkSearch>(), {{"walkers", 4}, {"walk_max_hops", 50}});
}

registry::Entry highest_degree_entry() {
  return registry::describe<HighestDegreeSearch>(
      "highest_degree",
      "A copy walks to the neighbour with the most connections that has not had the query yet, or "
      "to "
      "any one where all have.",
      "Adamic, Lukose, Puniyani & Huberman, Search in power-law networks, Physical Review E 64 "
      "(2001). Departs: a peer answers for what it holds, not for its neighbours",
      walk_section<HighestDegreeSearch>(), {{"walk_max_hops", 50}});
}

registry::Entry gossip_entry() {
  return registry::describe<GossipSearch>(
      "gossip", "As a flood, but a peer passes a query on to each neighbour with a probability.",
      "Haas, Halpern & Li, Gossip-based ad hoc routing, INFOCOM 2002: GOSSIP1(p, k)",
      registry::Table<GossipSearch>{}
          .field("probability", &GossipSearch::probability,
                 {.unit = "ratio",
                  .range = between(0, 1),
                  .description = "With which each neighbour gets a copy."})
          .field("sure_hops", &GossipSearch::sure_hops,
                 {.unit = "hops",
                  .range = between(0, most_hops),
                  .description = "For so many hops all get one, lest the query die at once."}),
      {{"probability", 0.5}});
}

}  // namespace

const registry::Catalogue& searches() {
  static const registry::Entry flood = flood_entry();
  static const registry::Entry expanding_ring = expanding_ring_entry();
  static const registry::Entry random_walks = random_walks_entry();
  static const registry::Entry highest_degree = highest_degree_entry();
  static const registry::Entry gossip = gossip_entry();
  static const registry::Catalogue all = [] {
    registry::Catalogue listed{
        "search", "searches", {&flood, &expanding_ring, &random_walks, &highest_degree, &gossip}};
    listed.by_name_alone = true;
    return listed;
  }();
  return all;
}

SearchModel search_model(const registry::Model& chosen) {
  const std::string& name = chosen.entry->name;
  if (name == "expanding_ring") return chosen.as<ExpandingRingSearch>();
  if (name == "random_walks") return chosen.as<WalkSearch>();
  if (name == "highest_degree") return chosen.as<HighestDegreeSearch>();
  if (name == "gossip") return chosen.as<GossipSearch>();
  return chosen.as<FloodSearch>();
}

registry::Model usual_search() {
  const registry::Entry* const entry = searches().entries.front();
  return {entry, entry->make_parameters()};
}

}  // namespace rippletank::protocols
