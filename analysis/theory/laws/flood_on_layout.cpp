// flood_on_layout: reach and copies of floods on regular layouts, in closed form.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/laws.hpp"

namespace rippletank::theory {
namespace {

/// Sums over the queries of all origins.
struct LayoutSums {
  double queries = 0;
  double reach = 0;
  double copies = 0;
  double hops = 0;  ///< of all first copies
};

/// Peers that are reached with each hop, up to the last that reaches any.
void add_hops(const registry::Json& topology, const Origin& origin, std::uint32_t ttl_hops,
              LayoutSums& sums) {
  double before = 0;
  const double all = flood_on(topology, origin.peer, ttl_hops)->reach;
  for (std::uint32_t hop = 1; before < all; ++hop) {
    const double within = flood_on(topology, origin.peer, hop)->reach;
    sums.hops += origin.queries * hop * (within - before);
    before = within;
  }
}

std::optional<Findings> find_on_layout(const Subject& subject) {
  const std::optional<FloodRules> rules = subject.flood_rules();
  const registry::Json& topology = subject.value("/overlay/topology");
  if (!rules || rules->sends_back || subject.origins().empty()) return {};
  if (subject.network().connections_blocked > 0 || !flood_on(topology, 0, 1)) return {};
  LayoutSums sums;
  for (const Origin& origin : subject.origins()) {
    const FloodCount count = *flood_on(topology, origin.peer, rules->ttl_hops);
    sums.queries += origin.queries;
    sums.reach += origin.queries * count.reach;
    sums.copies += origin.queries * count.copies;
    add_hops(topology, origin, rules->ttl_hops, sums);
  }
  const auto prediction = [&](const char* name, const char* quantity, const char* unit,
                              double value, auto simulated) {
    return Prediction{name,      quantity,        unit,
                      value,     Strength::exact, mean_over_queries(subject, simulated),
                      not_played};
  };
  Findings findings;
  findings.title = fmt::format("How far floods get on a {}", subject.topology());
  std::replace(findings.title.begin(), findings.title.end(), '_', ' ');
  using Query = measure::QueryRecord;
  findings.predictions = {
      prediction("reach_mean", "peers that get a query", "peers", sums.reach / sums.queries,
                 [](const Query& query) { return query.reach; }),
      prediction("messages_per_query", "copies sent of it", "messages", sums.copies / sums.queries,
                 [&](const Query& query) { return subject.copies_of(query); }),
      prediction("duplicates_per_query", "of them duplicates", "messages",
                 (sums.copies - sums.reach) / sums.queries,
                 [](const Query& query) { return query.duplicates; })};
  if (sums.reach > 0) {
    Prediction hops{"hops_mean", "hops of first copies", "hops", sums.hops / sums.reach};
    hops.why_not = not_played;
    const auto reached = mean_over_queries(subject, [](const Query& query) { return query.reach; });
    const auto walked = mean_over_queries(subject, [](const Query& query) {
      double hops_of_all = 0;
      for (std::size_t hop = 1; hop < query.hops.size(); ++hop) {
        hops_of_all += static_cast<double>(hop * query.hops[hop].peers_reached);
      }
      return hops_of_all;
    });
    if (reached && *reached > 0) hops.simulated = *walked / *reached;
    findings.predictions.push_back(hops);
  }
  findings.assumptions = {"Every peer sends the first copy on to all neighbours but one.",
                          "Every connection takes equally long.", "Everybody is there."};
  findings.violations = flood_circumstances(subject, *rules);
  findings.sources = {subject.topology() == "regular_tree"
                          ? "Ritter, Why Gnutella Can't Scale. No, Really. (2001)"
                          : "counting the peers at each distance"};
  return findings;
}

}  // namespace

Law flood_on_layout_law() {
  return {"flood_on_layout",
          "Reach, copies and hops of floods on a star, bus, ring, mesh, grid, balanced_tree or "
          "regular_tree.",
          find_on_layout};
}

}  // namespace rippletank::theory
