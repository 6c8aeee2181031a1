// flood_within_ttl: floods reach who is within their TTL, and nobody else.
#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/laws.hpp"
#include "analysis/theory/laws/flood_origins.hpp"

namespace rippletank::theory {
namespace {

std::optional<Findings> find_within_ttl(const Subject& subject) {
  const std::optional<FloodRules> rules = subject.flood_rules();
  if (!rules || rules->ttl_hops == no_limit || subject.origins().empty()) return {};
  const bool has_closed_form = flood_on(subject.value("/overlay/topology"), 0, 1).has_value();
  if (has_closed_form && subject.network().connections_blocked == 0) return {};
  const FloodsFollowed followed(subject, *rules);
  const bool is_even = uneven_delays(subject, *rules).empty();
  const Strength strength = is_even ? Strength::exact : Strength::upper_bound;
  using Query = measure::QueryRecord;
  const auto prediction = [&](const char* name, const char* quantity, const char* unit,
                              double value, auto simulated) {
    const auto counts = [&](const Query& query) { return followed.has(query); };
    return Prediction{name,      quantity, unit,
                      value,     strength, mean_over_queries(subject, counts, simulated),
                      not_played};
  };
  Findings findings;
  findings.title = is_even ? "How far floods get" : "How far floods can get at most";
  findings.predictions = {
      prediction("reach_mean", "peers within the TTL of the origin", "peers", followed.mean.reach,
                 [](const Query& query) { return query.reach; }),
      prediction("messages_per_query", "copies sent of a query", "messages", followed.mean.copies,
                 [&](const Query& query) { return subject.copies_of(query); })};
  findings.assumptions = {"Every peer sends the first copy on to all neighbours but one.",
                          is_even ? "Every connection takes equally long, or there is only one way."
                                  : "Whatever connections take, nobody beyond the TTL is reached.",
                          "Everybody is there."};
  if (!followed.all) {
    findings.assumptions.emplace_back(
        "Only of the first peers that ask: those of all would take more than seconds.");
  }
  findings.violations = together(losses(subject), short_memory(subject));
  findings.sources = {"a breadth-first search of this network from each origin"};
  return findings;
}

}  // namespace

Law flood_within_ttl_law() {
  return {"flood_within_ttl",
          "Reach and copies of floods with a TTL on any other network; with unequal delays at "
          "most.",
          find_within_ttl};
}

}  // namespace rippletank::theory
