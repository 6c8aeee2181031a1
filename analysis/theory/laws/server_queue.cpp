// server_queue: how long requests wait at servers, and how many they refuse.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/laws.hpp"
#include "analysis/theory/queues.hpp"
#include "analysis/theory/spread.hpp"

namespace rippletank::theory {
namespace {

/// The servers of a run taken together.
struct ServersCounted {
  double arrived = 0;
  double served = 0;
  double refused = 0;
  double response_ms = 0;  ///< sum over those served
  double utilisation = 0;  ///< mean over servers
  double waiting = 0;      ///< mean number without a worker, over servers
  double seconds = 0;      ///< that they were looked at
  double servers = 0;

  explicit ServersCounted(const run::Outcome& outcome) {
    for (const measure::ServerRecord& server : outcome.measures.servers) {
      ++servers;
      arrived += static_cast<double>(server.count.arrived);
      served += static_cast<double>(server.count.served);
      refused += static_cast<double>(server.count.refused);
      response_ms += server.count.response_ns / 1e6;
      utilisation += server.utilisation(outcome.online).value_or(0);
      waiting += server.waiting_mean(outcome.online).value_or(0);
      seconds = core::to_seconds(outcome.online - server.begin);
    }
    utilisation /= servers;
    waiting /= servers;
  }
};

/// What comes to each server per second.
struct Arrivals {
  double per_s = 0;
  bool from_scenario = true;  ///< else as the run has counted them
};

/// Searches of clients at random moments are all that a directory is asked while nobody logs in or
/// fetches through it.
std::optional<Arrivals> arrivals_of(const Subject& subject,
                                    const std::optional<ServersCounted>& counted) {
  const bool is_directory = subject.protocol() == "brokered" || subject.protocol() == "centralized";
  const auto rate = subject.number("/queries/rate_per_min");
  const double servers =
      static_cast<double>(run::servers_of(subject.scenario(), subject.network()).size());
  if (is_directory && rate && servers > 0) {
    return Arrivals{*rate / 60 * (subject.peers() - servers) / servers};
  }
  if (!counted || counted->seconds <= 0 || counted->arrived == 0) return {};
  return Arrivals{counted->arrived / counted->seconds / counted->servers, false};
}

struct Station {
  unsigned workers = 1;
  std::optional<unsigned> places;
  core::Distribution service_ms;
  double load = 0;

  bool is_exponential() const {
    return std::holds_alternative<core::Exponential>(service_ms.model());
  }
  /// Who finds no place: by Erlang's B for any services where nobody can wait.
  bool has_loss_formula() const { return places && (is_exponential() || *places <= workers); }
  /// In milliseconds; nothing where there is no formula.
  std::optional<double> response_ms() const {
    if (places) return {};
    const auto variation = relative_variance(service_ms);
    if (is_exponential()) return service_ms.mean() * response_mmc(workers, load);
    if (workers > 1 || !variation) return {};
    return service_ms.mean() * response_mg1(load, *variation);
  }
  std::string symbol() const {
    const char* service = is_exponential()                                             ? "M"
                          : std::holds_alternative<core::Constant>(service_ms.model()) ? "D"
                                                                                       : "G";
    return places ? fmt::format("M/{}/{}/{}", service, workers, *places)
                  : fmt::format("M/{}/{}", service, workers);
  }
};

std::optional<Station> station_of(const Subject& subject, double per_s) {
  const auto service = subject.quantity("/overlay/protocol/server/service_ms");
  if (!service || !(service->mean() > 0) || !std::isfinite(service->mean())) return {};
  Station station;
  station.workers =
      static_cast<unsigned>(subject.number("/overlay/protocol/server/workers").value_or(1));
  if (const auto places = subject.number("/overlay/protocol/server/places")) {
    station.places = static_cast<unsigned>(*places);
  }
  station.service_ms = *service;
  station.load = per_s * service->mean() / 1000 / station.workers;
  return station;
}

void add_response(const Station& station, const std::optional<ServersCounted>& counted,
                  Findings& findings) {
  const auto response = station.response_ms();
  if (!response || !std::isfinite(*response)) return;
  Prediction made{"response_ms_mean", fmt::format("from coming to served, {}", station.symbol()),
                  "ms", *response, Strength::expectation};
  made.why_not = not_played;
  if (counted && counted->served > 0) {
    made.simulated = counted->response_ms / counted->served;
    if (station.is_exponential() && station.workers == 1) {
      made.standard_error = station.service_ms.mean() *
                            std::sqrt(response_variance_mm1(station.load) / counted->served);
    }
  }
  findings.predictions.push_back(made);
}

void add_loss(const Station& station, const std::optional<ServersCounted>& counted,
              Findings& findings) {
  if (!station.has_loss_formula()) return;
  Prediction made{"refused_share", fmt::format("requests refused, {}", station.symbol()), "ratio",
                  loss(station.workers, *station.places, station.load), Strength::expectation};
  made.why_not = not_played;
  if (counted && counted->arrived > 0) made.simulated = counted->refused / counted->arrived;
  findings.predictions.push_back(made);
}

std::vector<std::string> violations_of(const Subject& subject, const Station& station,
                                       const Arrivals& arrivals,
                                       const std::optional<ServersCounted>& counted) {
  std::vector<std::string> all = losses(subject);
  if (station.load >= 1 && !station.places) {
    all.push_back(fmt::format(
        "More comes than can be served (load {:.3g}): the queue grows as long as the run lasts.",
        station.load));
  }
  if (subject.scenario().warm_up_s == 0) {
    all.emplace_back("Without a \"warm_up_s\" logins count, which come all at the beginning.");
  }
  for (const char* spread : {"login_spread_s", "join_spread_s"}) {
    const double until_s = subject.number(std::string("/overlay/protocol/") + spread).value_or(0);
    if (subject.scenario().warm_up_s > 0 && subject.scenario().warm_up_s < until_s) {
      all.push_back(fmt::format("The warm-up ends before the last logins (\"{}\", {:.6g} s).",
                                spread, until_s));
    }
  }
  if (subject.number("/queries/start_s").value_or(0) > subject.scenario().warm_up_s) {
    all.emplace_back("Nobody asks before \"start_s\", which is after the warm-up.");
  }
  if (subject.protocol() == "centralized" && subject.value("/queries/download") == true) {
    all.emplace_back("What clients fetch passes the server, too, and is asked of it.");
  }
  if (!arrivals.from_scenario) {
    all.emplace_back("How requests come here is not at random; their rate is as counted.");
  }
  constexpr double few = 1000;
  if (counted && counted->arrived < few) {
    all.emplace_back("Few requests were counted: chance decides on their mean.");
  }
  return all;
}

std::optional<Findings> find_queue(const Subject& subject) {
  std::optional<ServersCounted> counted;
  if (subject.outcome() != nullptr && !subject.outcome()->measures.servers.empty()) {
    counted.emplace(*subject.outcome());
  }
  const auto arrivals = arrivals_of(subject, counted);
  if (!arrivals) return {};
  const auto station = station_of(subject, arrivals->per_s);
  if (!station) return {};
  Findings findings;
  findings.title = "Requests at a server, " + station->symbol();
  if (arrivals->from_scenario) {
    Prediction made{"arrivals_per_s", "requests that come per second", "1/s", arrivals->per_s,
                    Strength::expectation};
    made.why_not = not_played;
    if (counted && counted->seconds > 0) {
      made.simulated = counted->arrived / counted->seconds / counted->servers;
      made.standard_error = std::sqrt(arrivals->per_s / counted->seconds / counted->servers);
    }
    findings.predictions.push_back(made);
  }
  const double lost =
      station->has_loss_formula() ? loss(station->workers, *station->places, station->load) : 0;
  Prediction busy{"utilisation", "time that a worker is busy", "ratio",
                  std::min(1.0, station->load * (1 - lost)), Strength::expectation};
  // As if nobody were refused.
  if (station->places && !station->has_loss_formula()) busy.strength = Strength::upper_bound;
  busy.why_not = not_played;
  if (counted) busy.simulated = counted->utilisation;
  const auto variation = relative_variance(station->service_ms);
  if (counted && counted->arrived > 0 && variation && lost == 0) {
    // As the sum of so many services varies, and their number, which is Poisson.
    busy.standard_error = busy.value * std::sqrt((1 + *variation) / counted->arrived);
  }
  findings.predictions.push_back(busy);
  add_response(*station, counted, findings);
  add_loss(*station, counted, findings);
  findings.assumptions = {
      "Requests come at random moments, independently of each other (Poisson).",
      "They wait in the order of their coming; the run is long past its beginning.",
      "Searches are all that a server is asked; where there are several, each is asked alike."};
  findings.violations = violations_of(subject, *station, *arrivals, counted);
  findings.sources = {"Kleinrock, Queueing Systems I (1975)"};
  return findings;
}

}  // namespace

Law server_queue_law() {
  return {"server_queue",
          "Load, response time and losses of servers with a service time (M/M/c, M/G/1, M/M/c/K).",
          find_queue};
}

}  // namespace rippletank::theory
