// Looks for what goes against the assumptions of laws.
#include "analysis/theory/circumstances.hpp"

#include <map>

#include "sim/registry/counts.hpp"

namespace rippletank::theory {
namespace {

/// Messages that the horizon cut off, if they are more than a thousandth of all: a few always are
/// where peers ask until the end.
std::uint64_t many_cut_off(const Subject& subject) {
  if (subject.outcome() == nullptr) return 0;
  std::uint64_t cut_off = 0;
  std::uint64_t all = 0;
  for (const measure::MessageCount& count : subject.outcome()->measures.messages) {
    cut_off += count.in_flight;
    all += count.messages;
  }
  constexpr std::uint64_t few = 1000;
  return cut_off * few > all ? cut_off : 0;
}

/// Of topologies that chance makes, or nature: what they are beyond their degrees.
const std::map<std::string, std::string>& random_topologies() {
  static const std::map<std::string, std::string> all = {
      {"erdos_renyi", ""},
      {"random_regular", ""},
      {"power_law", ""},
      {"barabasi_albert", "Old peers have many links, and are linked to each other more often."},
      {"watts_strogatz", "Neighbours of a peer are neighbours of each other (clustering)."},
      {"kleinberg_ring", "All peers stand in a ring, and near ones are linked more often."},
      {"transit_stub", "Networks lie within networks, which few links join."},
      {"edge_list", "Whether the links of a file are random, nobody knows."},
      {"graphml", "Links of a measured network are where people laid them, not random."},
      {"as_relationships", "Links of a measured network follow business, not chance."},
      {"rocketfuel", "Links of a measured network are where people laid them, not random."}};
  return all;
}

}  // namespace

std::vector<std::string> losses(const Subject& subject) {
  std::vector<std::string> found;
  if (subject.scenario().churn) found.emplace_back("Peers come and go during the run.");
  if (!subject.scenario().failures.empty()) {
    found.emplace_back("Something fails during the run, as \"failures\" says.");
  }
  if (const std::uint64_t cut = many_cut_off(subject); cut > 0) {
    found.push_back("The horizon cut off " + registry::count_in_words(cut, "message", "messages") +
                    ".");
  }
  return found;
}

std::vector<std::string> uneven_delays(const Subject& subject, const FloodRules& rules) {
  if (rules.ttl_hops == no_limit || rules.ttl_hops == 1) return {};
  const double forest = subject.peers() - static_cast<double>(subject.parts().sizes.size());
  if (subject.links() == forest) return {};  // there is only one way to anybody
  if (subject.delays_are_equal()) return {};
  return {"Connections take different times; a copy by many fast ones may have used up its TTL."};
}

std::vector<std::string> moving_connections(const Subject& subject) {
  if (!subject.peers_connect()) return {};
  if (subject.outcome() == nullptr) {
    return {"Peers make their own connections; this is of the addresses that they know at first."};
  }
  return {"Peers make their own connections; this is of those at the end of the run."};
}

std::vector<std::string> together(std::vector<std::string> first,
                                  const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

bool is_large_and_random(const Subject& subject) {
  constexpr double fewest_peers = 100;
  return random_topologies().count(subject.topology()) > 0 && subject.peers() >= fewest_peers &&
         !subject.peers_connect() && subject.links() > 0;
}

std::vector<std::string> beyond_degrees(const std::string& topology) {
  const auto found = random_topologies().find(topology);
  if (found == random_topologies().end() || found->second.empty()) return {};
  return {found->second};
}

}  // namespace rippletank::theory
