// Failures that are chosen when they happen: held against the same run stopped just before.
#include <algorithm>
#include <string>
#include <vector>

#include "sim/core/share.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace live_failures_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

using Peers = std::vector<core::PeerId>;

/// At this moment nothing but the failure happens.
constexpr double at_s = 300.000000123;

/// A network that grows and elects, in which two peers have crashed before.
Json growing(const Json& protocol) {
  Json scenario = overlay_scenario({{"model", "star"}, {"nodes", 60}, {"centre", "node"}}, protocol,
                                   {{"model", "uniform"}, {"min", 20}, {"max", 90}});
  scenario["horizon_s"] = 400;
  scenario["failures"] = Json::array({{{"at_s", 200}, {"peers", {7, 11}}}});
  return scenario;
}

std::vector<Json> growing_protocols() {
  const Json joining = {{"spread_s", 60}, {"wanted", 3}, {"most", 6}};
  return {{{"model", "gnutella_0_4"}, {"ping_interval_s", 20}, {"joining", joining}},
          {{"model", "gnutella_0_6"},
           {"ping_interval_s", 20},
           {"joining", joining},
           {"election", {{"uptime_s", 20}}}},
          {{"model", "fasttrack"}, {"joining", joining}, {"election", {{"uptime_s", 20}}}}};
}

/// The same run, which ends just before.
run::Outcome just_before(Json scenario) {
  scenario["horizon_s"] = at_s - 1e-9;
  return play(scenario);
}

run::Outcome with(Json scenario, const Json& choice) {
  scenario["failures"].push_back({{"at_s", at_s}, {"duration_s", 50}, {"peers", choice}});
  return play(scenario);
}

const run::Incident& incident_at(const run::Outcome& outcome, core::Time time) {
  const auto& all = outcome.record.incidents;
  const auto found = std::find_if(all.begin(), all.end(), [time](const run::Incident& incident) {
    return incident.event.time == time;
  });
  REQUIRE(found != all.end());
  return *found;
}

/// Online peers by their connections to others online, of equals the first.
Peers most_connected(const run::Outcome& outcome, double fraction) {
  const overlay::Connections& connections = outcome.final_connections();
  const overlay::Attendance& attendance = outcome.measures.attendance;
  std::vector<std::pair<int, core::PeerId>> order;
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    if (!attendance.is_online(peer)) continue;
    int degree = 0;
    for (auto slot = connections.offsets[peer]; slot < connections.offsets[peer + 1]; ++slot) {
      degree += attendance.is_online(connections.neighbours[slot]) ? 1 : 0;
    }
    order.emplace_back(-degree, peer);
  }
  std::sort(order.begin(), order.end());
  order.resize(core::share_of(fraction, order.size()));
  Peers peers;
  for (const auto& [degree, peer] : order) peers.push_back(peer);
  std::sort(peers.begin(), peers.end());
  return peers;
}

}  // namespace

TEST_CASE("peers of a role are those that have it at that moment, elected or not") {
  for (const Json& protocol : growing_protocols()) {
    const run::Outcome before = just_before(growing(protocol));
    std::vector<std::string> roles(before.measures.roles.begin(), before.measures.roles.end());
    std::sort(roles.begin(), roles.end());
    roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
    for (const std::string& role : roles) {
      INFO(protocol.dump() << role);
      Peers expected;
      for (core::PeerId peer = 0; peer < before.measures.roles.size(); ++peer) {
        const bool has = before.measures.roles[peer] == role;
        if (has && before.measures.attendance.is_online(peer)) expected.push_back(peer);
      }
      const run::Outcome all = with(growing(protocol), {{"choose", "role"}, {"role", role}});
      const run::Incident& incident = incident_at(all, core::from_seconds(at_s));
      CHECK(incident.event.peers == expected);
      CHECK(incident.before.peers_online == 58);
      CHECK(incident.remains.peers_online == 58 - expected.size());
      CHECK(incident_at(all, core::from_seconds(at_s + 50)).event.peers == expected);
      CHECK(all.record.at_end->peers_online == 58);
      const run::Outcome two =
          with(growing(protocol), {{"choose", "role"}, {"role", role}, {"number", 2}});
      const Peers few = incident_at(two, core::from_seconds(at_s)).event.peers;
      CHECK(few.size() == std::min<std::size_t>(2, expected.size()));
      CHECK(std::includes(expected.begin(), expected.end(), few.begin(), few.end()));
    }
  }
}

TEST_CASE("where peers make their connections, these tell who has most of them") {
  for (const Json& protocol : growing_protocols()) {
    INFO(protocol.dump());
    const run::Outcome before = just_before(growing(protocol));
    const run::Outcome attacked =
        with(growing(protocol), {{"choose", "highest_degree"}, {"fraction", 0.1}});
    const run::Incident& incident = incident_at(attacked, core::from_seconds(at_s));
    CHECK(incident.event.peers == most_connected(before, 0.1));
    CHECK(incident.event.peers.size() == 5);
    // What is left of the connections then, among those still there.
    const auto is_left = [&](core::PeerId peer) {
      const Peers& gone = incident.event.peers;
      return before.measures.attendance.is_online(peer) &&
             std::find(gone.begin(), gone.end(), peer) == gone.end();
    };
    CHECK(incident.remains == run::remains_of(before.final_connections(), is_left));
    CHECK(incident.before == run::remains_of(before.final_connections(), [&](core::PeerId peer) {
            return before.measures.attendance.is_online(peer);
          }));
  }
}

TEST_CASE("each time so many others go, and each is back at its own time") {
  Json scenario = overlay_scenario({{"model", "true_mesh"}, {"nodes", 40}},
                                   {{"model", "flood"}, {"ttl_hops", 1}}, 50);
  scenario["horizon_s"] = 3600;
  scenario["failures"] = Json::array({{{"rate_per_hour", 60},
                                       {"duration_s", {{"model", "exponential"}, {"mean", 100}}},
                                       {"peers", {{"choose", "number"}, {"number", 3}}}}});
  const run::Outcome outcome = play(scenario);
  std::vector<bool> away(40);
  std::size_t failures = 0;
  std::size_t repairs = 0;
  for (const run::Incident& incident : outcome.record.incidents) {
    const bool back = incident.event.reason == run::FailureReason::repair;
    ++(back ? repairs : failures);
    CHECK(incident.event.peers.size() == (back ? 1 : 3));
    for (const core::PeerId peer : incident.event.peers) {
      CHECK(away[peer] == back);  // who is away is not chosen
      away[peer] = !back;
    }
    const auto gone = static_cast<core::PeerId>(std::count(away.begin(), away.end(), true));
    CHECK(incident.remains.peers_online == 40 - gone);
    CHECK(incident.remains.largest_component == 40 - gone);
  }
  CHECK(failures > 30);
  CHECK(repairs > 60);
  // The same seed gives the same, another one others.
  const run::Outcome again = play(scenario);
  REQUIRE(again.record.incidents.size() == outcome.record.incidents.size());
  for (std::size_t i = 0; i < again.record.incidents.size(); ++i) {
    CHECK(again.record.incidents[i].event.peers == outcome.record.incidents[i].event.peers);
    CHECK(again.record.incidents[i].event.time == outcome.record.incidents[i].event.time);
  }
}

TEST_CASE("parts of a network that break together are mended each at its own time") {
  Json scenario = overlay_scenario({{"model", "true_mesh"}, {"nodes", 8}},
                                   {{"model", "flood"}, {"ttl_hops", 1}}, 50);
  scenario["underlay"] = {{"model", "physical"},
                          {"topology", {{"model", "star"}, {"nodes", 8}, {"centre", "switch"}}}};
  scenario["failures"] =
      Json::array({{{"at_s", 10},
                    {"duration_s", {{"model", "uniform"}, {"min", 5}, {"max", 50}}},
                    {"hosts", {{"choose", "number"}, {"number", 3}}},
                    {"links", {{"choose", "ids"}, {"ids", {{0, 8}, {1, 8}}}}}}});
  const run::Outcome outcome = play(scenario);
  REQUIRE(outcome.record.incidents.size() == 6);
  core::Time last = 10 * core::second;
  for (std::size_t i = 1; i < 6; ++i) {
    const run::FailureEvent& event = outcome.record.incidents[i].event;
    CHECK(event.reason == run::FailureReason::repair);
    CHECK(event.time >= last);
    CHECK(event.time >= 15 * core::second);
    CHECK(event.time <= 60 * core::second);
    last = event.time;
  }
  CHECK(outcome.record.incidents[0].event.until == last);
  CHECK(outcome.record.incidents[5].remains == run::Remains{8, 1, 8});
}

TEST_CASE("who was to be chosen at the moment and was nobody is noted") {
  Json scenario = overlay_scenario({{"model", "star"}, {"nodes", 5}, {"centre", "node"}},
                                   {{"model", "brokered"}}, 20);
  scenario["horizon_s"] = 50;
  scenario["failures"] =
      Json::array({{{"at_s", 5}, {"peers", {0}}},
                   {{"at_s", 6}, {"peers", {{"choose", "role"}, {"role", "server"}}}},
                   {{"at_s", 7}, {"peers", {{"choose", "role"}, {"role", "client"}}}}});
  const std::vector<std::string> notes = play(scenario).network.notes;
  CHECK(std::count(notes.begin(), notes.end(),
                   R"(failure 2 at 6 s breaks nothing: "peers" chooses none of the peers online )"
                   "then") == 1);
  CHECK(notes.size() == 1);
}

TEST_CASE("all peers of a region fail") {
  Json scenario = overlay_scenario({{"model", "true_mesh"}, {"nodes", 50}},
                                   {{"model", "flood"}, {"ttl_hops", 1}}, 50);
  scenario["underlay"] = {{"model", "regions"}, {"file", "topologies/data/three_regions.json"}};
  scenario["failures"] =
      Json::array({{{"at_s", 1}, {"peers", {{"choose", "region"}, {"regions", {"south"}}}}}});
  const run::Outcome outcome = play(scenario);
  Peers expected;
  for (core::PeerId peer = 0; peer < 50; ++peer) {
    if (outcome.network.host_name(peer) == "south") expected.push_back(peer);
  }
  CHECK(expected.size() > 5);
  CHECK(outcome.record.incidents.at(0).event.peers == expected);
}

}  // namespace live_failures_test
