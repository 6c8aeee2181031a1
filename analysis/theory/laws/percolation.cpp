// percolation: how large the giant component is, and how many losses at random it survives.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/degrees.hpp"
#include "analysis/theory/laws.hpp"

namespace rippletank::theory {
namespace {

/// The first failure of peers chosen at random.
std::optional<std::uint32_t> random_failure(const Subject& subject) {
  const std::vector<failures::Failure>& all = subject.scenario().failures;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (!all[i].peers || all[i].recurs()) continue;
    const std::string& choice = all[i].peers.entry->name;
    if (choice == "fraction" || choice == "number") return i;
  }
  return {};
}

/// The share of peers that it takes.
double share_lost(const Subject& subject, std::uint32_t failure) {
  const std::string at = fmt::format("/failures/{}/peers/", failure);
  if (const auto fraction = subject.number(at + "fraction")) return *fraction;
  return std::min(1.0, subject.number(at + "number").value_or(0) / subject.peers());
}

/// The share of the survivors that is still in one component, as the run has seen it; or why it
/// has not.
struct Survivors {
  std::optional<double> share;
  std::string why_not;
};

Survivors survivors_of(const Subject& subject, std::uint32_t failure) {
  if (subject.outcome() == nullptr) return {{}, not_played};
  const std::vector<run::Incident>& all = subject.outcome()->record.incidents;
  const auto incident = std::find_if(all.begin(), all.end(), [&](const run::Incident& one) {
    return one.event.failure == failure;
  });
  if (incident == all.end()) return {{}, "the losses come after the end of the run"};
  const auto until_then = std::count_if(all.begin(), all.end(), [&](const run::Incident& one) {
    return one.event.time <= incident->event.time;
  });
  if (until_then > 1) return {{}, "something else had failed already"};
  if (incident->before.peers_online != subject.peers()) return {{}, "others were offline already"};
  if (incident->remains.peers_online == 0) return {{}, "nobody survived"};
  return {static_cast<double>(incident->remains.largest_component) / incident->remains.peers_online,
          ""};
}

std::optional<Findings> find_percolation(const Subject& subject) {
  if (!is_large_and_random(subject)) return {};
  const Degrees degrees = Degrees::of(subject.rows());
  Findings findings;
  findings.title = "What holds together, and what losses at random leave";
  // Where it is all of rings, how long the longest is does not settle with their number.
  if (!degrees.is_of_rings()) {
    Prediction giant{"giant_share", "peers in the largest component", "ratio",
                     degrees.giant_share(), Strength::asymptotic};
    giant.simulated = subject.parts().sizes[subject.parts().largest] / subject.peers();
    findings.predictions.push_back(giant);
  }
  Prediction threshold{"percolation_threshold", "losses survived, 1 - 1/(kappa - 1)", "ratio",
                       percolation_threshold(degrees), Strength::asymptotic};
  threshold.why_not = "a run does not lose peers until nothing is left";
  findings.predictions.push_back(threshold);
  if (const auto failure = random_failure(subject)) {
    const double lost = share_lost(subject, *failure);
    Prediction left{"giant_share_of_survivors",
                    fmt::format("survivors in it, {:.3g} % lost at {:.6g} s", 100 * lost,
                                subject.scenario().failures[*failure].at_s),
                    "ratio", degrees.giant_share(1 - lost), Strength::asymptotic};
    const Survivors survivors = survivors_of(subject, *failure);
    left.simulated = survivors.share;
    left.why_not = survivors.why_not;
    findings.predictions.push_back(left);
  }
  findings.assumptions = {"Links are random but for how many each peer has.",
                          "The network is large: small ones break earlier, by chance.",
                          "Peers are lost at random, not the best connected ones."};
  findings.violations = beyond_degrees(subject.topology());
  findings.sources = {
      "Cohen, Erez, ben-Avraham & Havlin, Physical Review Letters 85, 4626 (2000)",
      "Newman, Strogatz & Watts, Physical Review E 64, 026118 (2001): S = 1 - G0(u)"};
  return findings;
}

}  // namespace

Law percolation_law() {
  return {"percolation",
          "The giant component of random and measured networks of a hundred peers or more, "
          "before and after losses at random, and how many they survive.",
          find_percolation};
}

}  // namespace rippletank::theory
