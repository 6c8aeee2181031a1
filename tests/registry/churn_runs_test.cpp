// Every protocol while its peers come and go: nobody who is offline sends or hears, nothing is lost
// without a reason, runs end, and the same seed plays out alike.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/protocols/catalogue.hpp"
#include "sim/run/churn.hpp"
#include "tests/catch.hpp"
#include "tests/registry/places.hpp"

namespace churn_runs_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr double horizon_s = 900;

/// When each peer is online, as the churn of a scenario says; nothing else may keep it away.
class Presences {
 public:
  Presences(const scenario::Scenario& scenario, const run::Network& network)
      : online_(network.connections.peers(), true), changes_(online_.size()) {
    const core::PeerId peers = network.connections.peers();
    const workload::PeerNames names = {
        peers, [&network, peers](std::string_view name) { return network.names.find(name, peers); },
        [](std::string_view) { return std::string(); }};
    const run::Churn churn = run::start_churn(scenario, network, names, scenario.seed);
    for (const core::PeerId peer : churn.initially_offline) online_[peer] = false;
    while (const auto change = churn.changes()) changes_[change->peer].push_back(change->time);
  }

  /// Before those come and go who do at that moment.
  bool before(core::PeerId peer, core::Time now) const {
    return is_online(peer, std::lower_bound(changes_[peer].begin(), changes_[peer].end(), now));
  }
  bool after(core::PeerId peer, core::Time now) const {
    return is_online(peer, std::upper_bound(changes_[peer].begin(), changes_[peer].end(), now));
  }
  std::size_t changes() const {
    std::size_t sum = 0;
    for (const auto& of_peer : changes_) sum += of_peer.size();
    return sum;
  }

 private:
  bool is_online(core::PeerId peer, std::vector<core::Time>::const_iterator next) const {
    const auto made = next - changes_[peer].begin();
    return online_[peer] != (made % 2 == 1);
  }

  std::vector<bool> online_;  ///< at first
  std::vector<std::vector<core::Time>> changes_;
};

Json exponential(double mean_s) { return {{"model", "exponential"}, {"mean", mean_s}}; }

/// Peers on a random graph that stay for five minutes and come back after two; or, so that nobody
/// is there at first, come one after the other.
Json churned(const registry::Entry& protocol, bool arrive, bool servers_too) {
  const Json topology = {{"model", "random_regular"}, {"nodes", 24}, {"degree", 4}};
  const Json latency_ms = {{"model", "uniform"}, {"min", 10}, {"max", 100}};
  Json scenario = protocol_scenario(protocol, topology, latency_ms, {"0"});
  scenario["horizon_s"] = horizon_s;
  Json& churn = scenario["churn"];
  if (arrive) {
    churn = {{"model", "arrivals"}, {"interarrival_s", exponential(10)}};
  } else {
    churn = {{"model", "sessions"}, {"crash_share", 0.5}};
  }
  churn["session_s"] = exponential(300);
  churn["downtime_s"] = exponential(120);
  if (servers_too) churn["peers"] = {{"choose", "fraction"}, {"fraction", 1}};
  if (scenario.contains("queries")) {
    scenario["queries"] = {{"model", "poisson"}, {"rate_per_min", 0.5}};
  }
  if (protocols::has_downloads(protocol)) {
    scenario["content"] = {{"items", 8}, {"size_bytes", 200'000}};
    scenario["peers"] = {{"access", {{"mix", "gnutella"}}}, {"upload_slots", 1}};
    scenario["queries"]["download"] = true;
  }
  return scenario;
}

/// What nobody offline may have done; one sentence each, empty: nothing.
std::string misdeed(const measure::TraceEvent& event, const Presences& presences) {
  const bool may_act = event.from == core::no_peer || presences.before(event.from, event.time) ||
                       presences.after(event.from, event.time);
  switch (event.kind) {
    case measure::TraceKind::query:
      return presences.after(event.to, event.time) ? "" : "one who is offline asks";
    case measure::TraceKind::send:
      return may_act ? "" : "one who is offline sends";
    case measure::TraceKind::deliver:
    case measure::TraceKind::duplicate:
    case measure::TraceKind::reach:
    case measure::TraceKind::repeated:
      return presences.after(event.to, event.time) ? "" : "one who is offline hears";
    case measure::TraceKind::drop:
      return presences.after(event.to, event.time) ? "what somebody online is sent is lost" : "";
  }
  return "";
}

void check_churned(const Json& json) {
  INFO(json.dump());
  const scenario::Scenario scenario = scenario_of(json);
  const Presences presences(scenario, run::make_network(scenario, scenario.seed));
  CHECK(presences.changes() > 24);
  std::map<std::string, std::string> misdeeds;  // with an example each
  run::Watch watch;
  watch.trace = [&](const run::Network&, const measure::TraceEvent& event) {
    const std::string found = misdeed(event, presences);
    if (found.empty()) return;
    misdeeds.emplace(found, std::string(event.type) + " from " + std::to_string(event.from) +
                                " to " + std::to_string(event.to) + " at " +
                                std::to_string(event.time));
  };
  const run::Outcome watched = run::run(scenario, scenario.seed, watch);
  for (const auto& [what, example] : misdeeds) FAIL_CHECK(what << ": " << example);
  for (const measure::MessageCount& count : watched.measures.messages) {
    CHECK(count.messages == count.delivered + count.in_flight + count.dropped_total());
    CHECK(count.dropped_total() ==
          count.dropped[static_cast<std::size_t>(measure::DropReason::peer_offline)]);
  }
  const core::Time horizon = core::from_seconds(horizon_s);
  for (core::PeerId peer = 0; peer < watched.network.connections.peers(); ++peer) {
    const core::Time online = watched.measures.attendance.time_online(peer, horizon);
    CHECK((online >= 0 && online <= horizon));
  }
  const run::Outcome again = run::run(scenario, scenario.seed, {});
  CHECK(again.measures.fingerprint.value() == watched.measures.fingerprint.value());
  CHECK(again.measures.traffic == watched.measures.traffic);
  CHECK(again.measures.end == watched.measures.end);
}

}  // namespace

TEST_CASE("every protocol bears peers that come and go") {
  for (const registry::Entry* protocol : protocols::catalogue().entries) {
    for (const bool arrive : {false, true}) {
      for (const bool servers_too : {false, true}) {
        Json scenario = churned(*protocol, arrive, servers_too);
        check_churned(scenario);
        if (protocol->section.find("joining") == nullptr) continue;
        scenario["overlay"]["protocol"]["joining"] = {{"silence_s", 20}};
        if (protocol->section.find("ping_interval_s") != nullptr) {
          scenario["overlay"]["protocol"]["ping_interval_s"] = 30;
        }
        check_churned(scenario);
      }
    }
  }
}

TEST_CASE("the page on peers that come and go tells of every protocol") {
  std::ifstream file(std::string(RIPPLETANK_SOURCE_DIR) + "/docs/CHURN.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  for (const std::string& name : protocols::catalogue().names()) {
    INFO(name);
    CHECK(page.find("`" + name + "`") != std::string::npos);
  }
}

}  // namespace churn_runs_test
