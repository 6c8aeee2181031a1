// Looks for what goes against the assumptions of laws.
#include "analysis/theory/circumstances.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/registry/counts.hpp"

namespace rippletank::theory {
namespace {

/// The messages of a run, of all types together.
measure::MessageCount all_messages(const run::Outcome& outcome) {
  measure::MessageCount all;
  for (const measure::MessageCount& count : outcome.measures.messages) {
    all.messages += count.messages;
    all.in_flight += count.in_flight;
    for (std::size_t i = 0; i < measure::drop_reasons; ++i) all.dropped[i] += count.dropped[i];
  }
  return all;
}

/// Messages that did not arrive, for whatever reason.
std::string dropped_in_words(const measure::MessageCount& all) {
  std::string reasons;
  for (std::size_t i = 0; i < measure::drop_reasons; ++i) {
    if (all.dropped[i] == 0) continue;
    reasons += (reasons.empty() ? "" : ", ") + std::string(measure::drop_reason_names[i]) + " " +
               registry::count_text(all.dropped[i]);
  }
  return "Of " + registry::count_in_words(all.messages, "message", "messages") +
         " some did not arrive: " + reasons + ".";
}

std::string cut_off_in_words(std::uint64_t messages) {
  return "The horizon cut off " + registry::count_in_words(messages, "message", "messages") + ".";
}

/// Whether there is only one way to anybody: all parts are trees.
bool has_one_way(const Subject& subject) {
  return subject.links() == subject.peers() - static_cast<double>(subject.parts().sizes.size());
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

std::vector<std::string> losses(const Subject& subject, double messages_at_a_time) {
  std::vector<std::string> found;
  if (subject.scenario().churn) found.emplace_back("Peers come and go during the run.");
  if (!subject.scenario().failures.empty()) {
    found.emplace_back("Something fails during the run, as \"failures\" says.");
  }
  if (subject.outcome() == nullptr) return found;
  const measure::MessageCount all = all_messages(*subject.outcome());
  if (all.dropped_total() > 0) found.push_back(dropped_in_words(all));
  // A few always are where peers ask until the end.
  constexpr double few = 1000;
  const double whole =
      messages_at_a_time > 0 ? messages_at_a_time : static_cast<double>(all.messages);
  if (static_cast<double>(all.in_flight) * few > whole) {
    found.push_back(cut_off_in_words(all.in_flight));
  }
  return found;
}

std::vector<std::string> short_memory(const Subject& subject) {
  const auto memory_s = subject.number("/overlay/protocol/query_memory_s");
  if (!memory_s || subject.outcome() == nullptr || has_one_way(subject)) return {};
  double longest_s = 0;
  for (const measure::QueryRecord& query : subject.outcome()->measures.queries) {
    if (query.last_reach) longest_s = std::max(longest_s, core::to_seconds(*query.last_reach));
  }
  // No copy comes later after another than the flood lasts.
  if (longest_s < *memory_s) return {};
  return {fmt::format(
      "Peers remember queries for {:.6g} s (\"query_memory_s\"), and floods last {:.3g} "
      "s: some may be passed on again.",
      *memory_s, longest_s)};
}

std::vector<std::string> uneven_delays(const Subject& subject, const FloodRules& rules) {
  if (rules.ttl_hops == no_limit || rules.ttl_hops == 1) return {};
  if (has_one_way(subject)) return {};
  if (subject.delays_are_equal()) return {};
  return {"Connections take different times; a copy by many fast ones may have used up its TTL."};
}

std::vector<std::string> flood_circumstances(const Subject& subject, const FloodRules& rules) {
  return together(losses(subject), together(short_memory(subject), uneven_delays(subject, rules)));
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
