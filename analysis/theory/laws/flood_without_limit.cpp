// flood_without_limit: 2m - n + 1 copies of a query that no TTL stops, whatever the network.
#include <algorithm>

#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/laws.hpp"
#include "analysis/theory/laws/flood_origins.hpp"

namespace rippletank::theory {
namespace {

/// The mean over queries: each goes through the part of the network that its origin is in.
FloodCount through_parts(const Subject& subject, bool sends_back) {
  std::vector<double> ends(subject.parts().sizes.size());
  for (topologies::NodeId node = 0; node < subject.parts().of.size(); ++node) {
    ends[subject.parts().of[node]] += subject.rows().degree(node);
  }
  FloodCount mean;
  double queries = 0;
  for (const Origin& origin : subject.origins()) {
    const std::uint32_t part = subject.parts().of[origin.peer];
    const FloodCount count = flood_through(subject.parts().sizes[part], ends[part] / 2, sends_back);
    queries += origin.queries;
    mean.reach += origin.queries * count.reach;
    mean.copies += origin.queries * count.copies;
  }
  return {mean.reach / queries, mean.copies / queries};
}

std::optional<Findings> find_without_limit(const Subject& subject) {
  const std::optional<FloodRules> rules = subject.flood_rules();
  if (!rules || subject.origins().empty()) return {};
  const FloodCount mean = through_parts(subject, rules->sends_back);
  const FloodsFollowed followed(subject, *rules);
  const bool is_cut = followed.any_cut || !followed.all;
  const std::string why_not =
      subject.outcome() == nullptr ? not_played : "the TTL ends floods before";
  const bool is_even = uneven_delays(subject, *rules).empty();
  using Query = measure::QueryRecord;
  const auto prediction = [&](const char* name, const char* quantity, const char* unit,
                              double value, auto counted) {
    Prediction made{name, quantity, unit, value};
    made.strength = is_even ? Strength::exact : Strength::upper_bound;
    if (!is_cut) made.simulated = mean_over_queries(subject, counted);
    made.why_not = why_not;
    return made;
  };
  Findings findings;
  findings.title = "A flood that no TTL stops, with n peers and m connections";
  findings.predictions = {
      prediction("unlimited_messages_per_query",
                 rules->sends_back ? "copies of a query, 2m" : "copies of a query, 2m - n + 1",
                 "messages", mean.copies,
                 [&](const Query& query) { return subject.copies_of(query); }),
      prediction("unlimited_duplicates_per_query",
                 rules->sends_back ? "duplicates, 2m - n + 1" : "duplicates, 2 (m - n + 1)",
                 "messages", mean.duplicates(),
                 [](const Query& query) { return query.duplicates; })};
  findings.assumptions = {rules->sends_back
                              ? "Every peer sends the first copy on to all neighbours."
                              : "Every peer sends the first copy on to all neighbours but one.",
                          "Everybody is there; delays do not matter."};
  if (subject.parts().sizes.size() > 1) {
    findings.assumptions.emplace_back(
        "The network is in parts: n and m are those of the origin's part, mean over queries.");
  }
  findings.violations = flood_circumstances(subject, *rules);
  findings.sources = {
      "counting: every peer sends along all its connections, less the one it has it from"};
  if (rules->sends_back) findings.sources = {"counting: every peer sends along all connections"};
  return findings;
}

}  // namespace

Law flood_without_limit_law() {
  return {"flood_without_limit",
          "Copies and duplicates of floods that no TTL stops, on any network: 2m - n + 1 and "
          "2 (m - n + 1).",
          find_without_limit};
}

}  // namespace rippletank::theory
