// Ways over devices, held against the cables that there are and those that are broken.
#include <algorithm>
#include <map>
#include <queue>
#include <set>
#include <utility>
#include <vector>

#include "sim/underlay/physical.hpp"
#include "tests/catch.hpp"
#include "tests/unit/replay/watched.hpp"

namespace ways_test {

using namespace rippletank;
using namespace rippletank::tests;
using replay::Message;
using underlay::Cable;
using underlay::DeviceGraph;
using underlay::DeviceId;

namespace {

/// What is broken at a moment, by going through everything that has happened until then.
struct Broken {
  std::multiset<std::uint32_t> devices;
  std::multiset<std::uint32_t> cables;
  std::multiset<std::uint32_t> groups;

  Broken(const run::Outcome& outcome, core::Time now) {
    for (const run::Incident& incident : outcome.record.incidents) {
      if (incident.event.time > now || !incident.event.change) continue;
      const underlay::Change& change = *incident.event.change;
      note(devices, change.devices, change.repair);
      note(cables, change.cables, change.repair);
      note(groups, change.groups, change.repair);
    }
  }

  static void note(std::multiset<std::uint32_t>& broken, const std::vector<std::uint32_t>& parts,
                   bool repaired) {
    for (const std::uint32_t part : parts) {
      if (repaired) {
        broken.erase(broken.find(part));
      } else {
        broken.insert(part);
      }
    }
  }

  bool works(const DeviceGraph& graph, std::uint32_t cable) const {
    const Cable& ends = graph.cables[cable];
    return cables.count(cable) == 0 && devices.count(ends.from) == 0 &&
           devices.count(ends.to) == 0 &&
           (ends.group == underlay::no_group || groups.count(ends.group) == 0);
  }
};

/// Whether a cable that works joins two devices.
bool are_joined(const DeviceGraph& graph, const Broken& broken, DeviceId one, DeviceId other) {
  for (std::uint32_t cable = 0; cable < graph.cables.size(); ++cable) {
    const Cable& ends = graph.cables[cable];
    const bool is_it =
        (ends.from == one && ends.to == other) || (ends.from == other && ends.to == one);
    if (is_it && broken.works(graph, cable)) return true;
  }
  return false;
}

/// Whether cables that work lead from one device to another.
bool reaches(const DeviceGraph& graph, const Broken& broken, DeviceId from, DeviceId to) {
  if (broken.devices.count(from) + broken.devices.count(to) > 0) return false;
  std::vector<bool> seen(graph.devices());
  std::queue<DeviceId> next;
  seen[from] = true;
  for (next.push(from); !next.empty(); next.pop()) {
    for (DeviceId device = 0; device < graph.devices(); ++device) {
      if (seen[device] || !are_joined(graph, broken, next.front(), device)) continue;
      seen[device] = true;
      next.push(device);
    }
  }
  return seen[to];
}

void check_way(const Watched& run, const DeviceGraph& graph, const Message& message) {
  const std::vector<std::uint32_t>& way = run.recording.ways.at(message.way);
  const Broken broken(run.outcome, message.sent);
  REQUIRE_FALSE(way.empty());
  CHECK(way.front() == run.outcome.network.host_of[message.from]);
  CHECK(way.back() == run.outcome.network.host_of[message.to]);
  for (std::size_t i = 1; i < way.size(); ++i) {
    CHECK(are_joined(graph, broken, way[i - 1], way[i]));
  }
  CHECK(std::set<std::uint32_t>(way.begin(), way.end()).size() == way.size());
}

/// Announcements, again and again, over long cables of which one breaks: what is sent after that is
/// lost at once, while what is past it by then still travels.
scenario::Scenario announcements_on_long_cables() {
  return scenario_of(
      {{"horizon_s", 60},
       {"underlay",
        {{"model", "physical"},
         {"topology", {{"model", "star"}, {"nodes", 5}, {"centre", "switch"}}},
         {"link", {{"latency_ms", 1'500}, {"bandwidth_mbit_s", 10}}}}},
       {"overlay",
        {{"protocol",
          {{"model", "lan_discovery"}, {"how", {{"model", "broadcast"}, {"repeat_s", 1}}}}},
         {"topology", {{"model", "true_mesh"}, {"nodes", 5}}}}},
       {"failures",
        {{{"at_s", 20.2},
          {"duration_s", 10},
          {"links", {{"choose", "ids"}, {"ids", {{1, 5}}}}}}}}});
}

const DeviceGraph& devices_of(const Watched& run) {
  return run::physical_wires(run.outcome.network)->graph();
}

}  // namespace

TEST_CASE("a way leads from the sender's host to the receiver's, over cables that work") {
  std::size_t ways = 0;
  for (const Named& one : worth_watching()) {
    const Watched run = watched(one.scenario);
    REQUIRE_FALSE(run.recording.ways.empty());
    CHECK(run.recording.ways[replay::no_way].empty());
    if (run::physical_wires(run.outcome.network) == nullptr) {
      CHECK(run.recording.ways.size() == 1);
      continue;
    }
    INFO(one.name);
    for (const Message& message : run.recording.messages) {
      if (message.way != replay::no_way) check_way(run, devices_of(run), message);
    }
    ways += run.recording.ways.size() - 1;
  }
  CHECK(ways > 50);
}

TEST_CASE("a message has no way exactly where no cables that work lead to its receiver") {
  std::size_t lost = 0;
  for (const scenario::Scenario& scenario :
       {star_with_broken_cable(), tutorial("14_reroute"), tutorial("18_netsplit"),
        announcements_on_long_cables()}) {
    const Watched run = watched(scenario);
    std::map<std::tuple<DeviceId, DeviceId, core::Time>, bool> found;
    for (const Message& message : run.recording.messages) {
      const DeviceId from = run.outcome.network.host_of[message.from];
      const DeviceId to = run.outcome.network.host_of[message.to];
      const auto [known, is_new] = found.try_emplace({from, to, message.sent});
      if (is_new) {
        known->second = reaches(devices_of(run), Broken(run.outcome, message.sent), from, to);
      }
      CHECK((message.way != replay::no_way) == known->second);
      if (message.way != replay::no_way) continue;
      CHECK(message.fate == replay::Fate::dropped);
      CHECK(message.ended == message.sent);
      ++lost;
    }
  }
  CHECK(lost > 0);
}

TEST_CASE("a broken cable drops what is on it, and a mended one carries again") {
  const Watched run = watched(star_with_broken_cable());
  constexpr core::PeerId cut_off = 3;
  const core::Time breaks = core::from_seconds(10.035);
  const core::Time mended = core::from_seconds(25.035);
  std::size_t on_it = 0;
  for (const Message& message : run.recording.messages) {
    const bool concerned = message.from == cut_off || message.to == cut_off;
    const bool begins_broken = message.sent >= breaks && message.sent < mended;
    const bool dropped = message.fate == replay::Fate::dropped;
    if (!concerned) CHECK_FALSE(dropped);
    if (concerned && begins_broken) CHECK(dropped);
    if (dropped && message.sent < breaks) {
      CHECK(message.ended >= breaks);  // later where it still waits for its turn
      CHECK(message.way != replay::no_way);
      if (message.ended == breaks) ++on_it;
    }
    if (message.sent >= mended) CHECK_FALSE(dropped);
  }
  CHECK(on_it > 0);
}

TEST_CASE("another way is taken when a cable breaks, as the tutorial has it") {
  const Watched run = watched(tutorial("14_reroute"));
  std::vector<std::size_t> cables;
  for (const Message& message : run.recording.messages) {
    if (message.from != 0 || message.to != 3) continue;
    const std::size_t devices = run.recording.ways[message.way].size();
    cables.push_back(devices == 0 ? 0 : devices - 1);
  }
  CHECK(cables == std::vector<std::size_t>{1, 3, 0, 3});
}

}  // namespace ways_test
