// random_network_reach: how far floods get where only degrees are known.
#include <fmt/format.h>

#include <cmath>
#include <map>

#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/degrees.hpp"
#include "analysis/theory/laws.hpp"

namespace rippletank::theory {
namespace {

constexpr std::uint32_t most_hops_of_table = 10'000;

/// Mean reach over all queries by the degrees of their origins.
struct ReachByDegrees {
  double finite = 0;
  double branching = 0;  ///< if nobody were reached twice

  ReachByDegrees(const Subject& subject, const Degrees& degrees, std::uint32_t ttl_hops) {
    const std::uint32_t hops = std::min(ttl_hops, most_hops_of_table);
    std::map<std::uint32_t, double> queries_of_degree;
    double queries = 0;
    for (const Origin& origin : subject.origins()) {
      queries_of_degree[subject.rows().degree(origin.peer)] += origin.queries;
      queries += origin.queries;
    }
    for (const auto& [degree, asked] : queries_of_degree) {
      finite += asked / queries * reach_by_hops(degrees, degree, hops).back();
      double at = degree;
      for (std::uint32_t hop = 1; hop <= hops; ++hop, at *= degrees.mean_excess()) {
        branching += asked / queries * at;
      }
    }
  }
};

std::optional<Findings> find_random_reach(const Subject& subject) {
  const std::optional<FloodRules> rules = subject.flood_rules();
  if (!rules || rules->sends_back || !is_large_and_random(subject)) return {};
  if (subject.origins().empty()) return {};
  const Degrees degrees = Degrees::of(subject.rows());
  const ReachByDegrees reach(subject, degrees, rules->ttl_hops);
  const auto reached =
      mean_over_queries(subject, [](const measure::QueryRecord& query) { return query.reach; });
  Findings findings;
  findings.title = "How far floods get by degrees alone";
  findings.predictions.push_back({"reach_by_degrees_mean", "peers that get a query", "peers",
                                  reach.finite, Strength::asymptotic, reached, not_played});
  // Beyond all peers it is no number of them any more.
  if (std::isfinite(reach.branching) && reach.branching < subject.peers() - 1) {
    findings.predictions.push_back({"reach_branching_mean", "if nobody were reached twice", "peers",
                                    reach.branching, Strength::asymptotic, reached, not_played});
  }
  const auto number = [&](const char* name, const char* quantity, const char* unit, double value) {
    if (!std::isfinite(value)) return;
    Prediction made{name, quantity, unit, value, Strength::asymptotic};
    made.why_not = "z and the hops by it belong to the network, not to a run";
    findings.predictions.push_back(made);
  };
  number("z2_mean", "peers two hops away, z2", "peers", degrees.neighbours_at(2));
  number("branching_factor", "growth per hop, z2 / z1", "", degrees.mean_excess());
  number("mean_hops_estimate", "hops by when z has grown to n", "hops", degrees.mean_hops());
  findings.assumptions = {"Links are random but for how many each peer has.",
                          "The first hops grow as they do in the mean.",
                          "Every connection takes equally long, and everybody is there.",
                          "z counts as if nobody were reached twice: it ends where z nears n."};
  findings.violations =
      together(beyond_degrees(subject.topology()), flood_circumstances(subject, *rules));
  findings.sources = {
      "Newman, Strogatz & Watts, Physical Review E 64, 026118 (2001): z, G0, G1",
      "Miller, Slim & Volz, J. R. Soc. Interface 9, 890 (2012): reach in a finite network"};
  return findings;
}

}  // namespace

Law random_network_reach_law() {
  return {"random_network_reach",
          "Reach of floods on random and measured networks of a hundred peers or more, by their "
          "degrees alone.",
          find_random_reach};
}

}  // namespace rippletank::theory
