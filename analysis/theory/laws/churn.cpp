// churn: how many peers are online, and how often one goes.
#include <cmath>

#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/laws.hpp"
#include "analysis/theory/presence.hpp"
#include "analysis/theory/spread.hpp"

namespace rippletank::theory {
namespace {

/// The share of time for which peers were online, of those that come and go.
std::optional<double> share_online(const Subject& subject) {
  if (subject.outcome() == nullptr || subject.outcome()->online == 0) return {};
  const run::Outcome& outcome = *subject.outcome();
  double online_s = 0;
  for (const core::PeerId peer : subject.network().coming_and_going) {
    online_s += core::to_seconds(outcome.measures.attendance.time_online(peer, outcome.online));
  }
  const double peers = static_cast<double>(subject.network().coming_and_going.size());
  return online_s / (core::to_seconds(outcome.online) * peers);
}

/// Of the mean over peers of the share of time that each was online, for spans that are short
/// beside the run.
std::optional<double> standard_error(const core::Distribution& session,
                                     const core::Distribution& downtime, double peers,
                                     double span_s) {
  const auto of_session = relative_variance(session);
  const auto of_downtime = relative_variance(downtime);
  if (!of_session || !of_downtime || !(span_s > 0)) return {};
  // Where nothing varies but when each began, the error is of a higher order in the span.
  if (*of_session + *of_downtime == 0) return {};
  const double up = session.mean();
  const double down = downtime.mean();
  const double cycle = up + down;
  return up * down * std::sqrt((*of_session + *of_downtime) / (cycle * cycle * cycle)) /
         std::sqrt(span_s * peers);
}

std::optional<Findings> find_churn(const Subject& subject) {
  const auto session = subject.quantity("/churn/session_s");
  const auto downtime = subject.quantity("/churn/downtime_s");
  const double peers = static_cast<double>(subject.network().coming_and_going.size());
  if (subject.model("/churn") != "sessions" || !session || !downtime || peers == 0) return {};
  const double up = session->mean();
  const double down = downtime->mean();
  if (!std::isfinite(up) || !std::isfinite(down)) return {};
  Findings findings;
  findings.title = "Peers that come and go";
  Prediction online{"online_share", "time that one is online, U / (U + D)", "ratio",
                    availability(up, down), Strength::expectation};
  online.simulated = share_online(subject);
  online.why_not = not_played;
  if (online.simulated) {
    const double span_s = core::to_seconds(subject.outcome()->online);
    online.standard_error = standard_error(*session, *downtime, peers, span_s);
  }
  Prediction departures{"departures_per_s", "departures per second, n / (U + D)", "1/s",
                        departures_per_s(peers, up, down), Strength::expectation};
  departures.why_not = "a run does not count them";
  Prediction there{"online_mean", "peers online at a time", "peers", availability(up, down) * peers,
                   Strength::expectation};
  if (online.simulated) there.simulated = *online.simulated * peers;
  if (online.standard_error) there.standard_error = *online.standard_error * peers;
  there.why_not = not_played;
  findings.predictions = {online, there, departures};
  findings.assumptions = {
      "U and D are the means of sessions and downtimes; nothing else of them counts.",
      "The run finds peers somewhere in them, as in the long run (\"start\": \"stationary\").",
      "Of those that come and go; others are always there."};
  if (subject.value("/churn/start") != "stationary") {
    findings.violations.push_back("All begin alike, as \"start\" in /churn has it.");
  }
  if (!subject.value("/churn/diurnal").is_null()) {
    findings.violations.emplace_back("Hours of the day differ, as \"diurnal\" in /churn has it.");
  }
  if (!subject.scenario().failures.empty()) {
    findings.violations.emplace_back("Something fails during the run, as \"failures\" says.");
  }
  constexpr double few_cycles = 10;
  if (subject.scenario().horizon_s && *subject.scenario().horizon_s < few_cycles * (up + down)) {
    findings.violations.emplace_back(
        "The run is shorter than ten sessions and downtimes, so that what was at the beginning "
        "counts for more than here.");
  }
  findings.sources = {"Cox, Renewal Theory (1962), chapter 7"};
  return findings;
}

}  // namespace

Law churn_law() {
  return {"churn",
          "How many peers are online, and how often one goes, with sessions and downtimes.",
          find_churn};
}

}  // namespace rippletank::theory
