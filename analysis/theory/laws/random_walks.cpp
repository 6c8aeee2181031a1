// random_walks: how often walkers find what they look for, and after how many steps.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/laws.hpp"
#include "analysis/theory/walks.hpp"

namespace rippletank::theory {
namespace {

/// Queries for an item, by origin.
using QueriesOf = std::map<core::ItemId, std::map<topologies::NodeId, double>>;

/// What walkers may expect over the queries that were followed.
struct WalksFollowed {
  double queries = 0;
  double answered = 0;
  double variance = 0;      ///< of the number that is answered
  double steps = 0;         ///< sum over the answered
  double step_squares = 0;  ///< likewise, of their squares
  double plain_steps = 0;   ///< mean hitting time of one plain walk, over queries
  std::set<core::ItemId> items;
};

/// Whoever asks for what it holds is not answered by itself.
QueriesOf queries_of(const Subject& subject) {
  QueriesOf all;
  const overlay::Content& content = *subject.items().content;
  for (const measure::QueryRecord& query : subject.outcome()->measures.queries) {
    if (!query.item || content.holds(query.origin, *query.item)) continue;
    ++all[*query.item][query.origin];
  }
  return all;
}

WalksFollowed follow(const Subject& subject, double walkers, std::uint32_t most_hops) {
  constexpr double affordable_steps = 1.5e9;
  const QueriesOf all = queries_of(subject);
  const PatientWalkers patient(subject.rows());
  const double steps = static_cast<double>(subject.rows().neighbours.size() + 1) * most_hops;
  WalksFollowed sums;
  for (const auto& [item, origins] : all) {
    if (steps * static_cast<double>(sums.items.size()) > affordable_steps) break;
    sums.items.insert(item);
    std::vector<bool> holds(subject.rows().offsets.size() - 1);
    for (const core::PeerId holder : subject.items().content->holders(item)) holds[holder] = true;
    std::vector<topologies::NodeId> from;
    for (const auto& [origin, asked] : origins) from.push_back(origin);
    const auto missed = patient.missed(holds, from, most_hops);
    const std::vector<double> plain = hitting_steps(subject.rows(), holds);
    for (std::size_t i = 0; i < from.size(); ++i) {
      const double asked = origins.at(from[i]);
      const FirstFind find = first_find(missed[i], walkers);
      sums.queries += asked;
      sums.answered += asked * find.probability;
      sums.variance += asked * find.probability * (1 - find.probability);
      sums.steps += asked * find.probability * find.steps;
      sums.step_squares += asked * find.probability * find.steps_squared;
      sums.plain_steps += asked * plain[from[i]];
    }
  }
  return sums;
}

std::vector<Prediction> predictions_of(const Subject& subject, const WalksFollowed& walks) {
  const overlay::Content& content = *subject.items().content;
  const auto counts = [&](const measure::QueryRecord& query) {
    return query.item && walks.items.count(*query.item) > 0 &&
           !content.holds(query.origin, *query.item);
  };
  std::vector<Prediction> all;
  Prediction answered{"answered_share", "queries that find an answer", "ratio",
                      walks.answered / walks.queries, Strength::expectation};
  answered.simulated = mean_over_queries(
      subject, counts, [](const measure::QueryRecord& query) { return query.hits > 0; });
  answered.standard_error = std::sqrt(walks.variance) / walks.queries;
  all.push_back(answered);
  if (walks.answered > 0) {
    Prediction steps{"first_find_steps_mean", "steps of the first to find one", "steps",
                     walks.steps / walks.answered, Strength::lower_bound};
    steps.simulated = mean_over_queries(
        subject,
        [&](const measure::QueryRecord& query) { return counts(query) && query.first_hit_hops; },
        [](const measure::QueryRecord& query) { return *query.first_hit_hops; });
    steps.why_not = "no query was answered";
    const double variance = walks.step_squares / walks.answered - steps.value * steps.value;
    steps.standard_error = std::sqrt(std::max(0.0, variance) / walks.answered);
    all.push_back(steps);
  }
  if (std::isfinite(walks.plain_steps)) {
    Prediction plain{"hitting_steps_mean", "steps of a plain walk to a copy", "steps",
                     walks.plain_steps / walks.queries, Strength::expectation};
    plain.why_not = "walkers do not go straight back";
    all.push_back(plain);
  }
  return all;
}

/// Mean return time over the queries.
Prediction return_time(const Subject& subject) {
  std::vector<double> ends(subject.parts().sizes.size());  // of connections, in each part
  for (topologies::NodeId node = 0; node < subject.parts().of.size(); ++node) {
    ends[subject.parts().of[node]] += subject.rows().degree(node);
  }
  double steps = 0;
  double queries = 0;
  for (const Origin& origin : subject.origins()) {
    const double degree = subject.rows().degree(origin.peer);
    if (degree == 0) continue;
    steps += origin.queries * return_steps(ends[subject.parts().of[origin.peer]] / 2, degree);
    queries += origin.queries;
  }
  Prediction made{"return_steps_mean", "steps of a plain walk back, 2m/degree", "steps",
                  steps / std::max(1.0, queries), Strength::expectation};
  made.why_not = "walkers do not go straight back";
  return made;
}

std::optional<Findings> find_walks(const Subject& subject) {
  const bool walks = subject.model("/overlay/protocol/search") == "random_walks";
  if (!walks || subject.origins().empty() || subject.protocol() == "super_peer") return {};
  const auto walkers = subject.number("/overlay/protocol/search/walkers");
  const auto most_hops = subject.number("/overlay/protocol/search/walk_max_hops");
  if (!walkers || !most_hops) return {};
  Findings findings;
  findings.title = "Walkers that look for an item";
  if (subject.outcome() != nullptr && subject.items().content) {
    const WalksFollowed followed =
        follow(subject, *walkers, static_cast<std::uint32_t>(*most_hops));
    if (followed.queries > 0) {
      findings.predictions = predictions_of(subject, followed);
    }
  }
  findings.predictions.push_back(return_time(subject));
  findings.assumptions = {
      "A walker goes to any neighbour but the one it has come from, all alike.",
      "What it finds comes back; the first to come back may be found later than others.",
      "Queries for what the origin itself holds are left out, here and in the run.",
      "Everybody is there."};
  // Each walker is a message at a time.
  double of_all = 0;
  for (const Origin& origin : subject.origins()) of_all += origin.queries * *walkers;
  findings.violations = together(losses(subject, of_all), moving_connections(subject));
  findings.sources = {"Lovász, Random walks on graphs: a survey (1993): 2m / degree",
                      "Markov chains on connections, followed step by step"};
  return findings;
}

}  // namespace

Law random_walks_law() {
  return {"random_walks",
          "How often and when walkers find an item, hitting and return times; for searches by "
          "random_walks.",
          find_walks};
}

}  // namespace rippletank::theory
