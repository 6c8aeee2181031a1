// lan_discovery against its naive twin: random LANs, computers that come and go, every way.
#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/protocols/lan_played.hpp"
#include "tests/unit/protocols/naive_lan.hpp"

namespace lan_twin_test {

using namespace rippletank;
using core::PeerId;
using core::Time;
using tests::LanPlayed;
using tests::LanScript;
using tests::NaiveLan;

namespace {

/// Peers of which any two may hear each other, or only one the other.
overlay::Connections random_connections(PeerId peers, core::Substream& chance) {
  const double share = chance.chance(0.5) ? 1 : chance.uniform();
  overlay::Connections made;
  made.offsets = {0};
  for (PeerId peer = 0; peer < peers; ++peer) {
    for (PeerId other = 0; other < peers; ++other) {
      if (other != peer && chance.chance(share)) made.neighbours.push_back(other);
    }
    made.offsets.push_back(static_cast<core::Slot>(made.neighbours.size()));
  }
  return made;
}

std::vector<overlay::PresenceChange> random_changes(PeerId peers, Time until,
                                                    core::Substream& chance) {
  std::vector<overlay::PresenceChange> changes;
  for (std::uint64_t i = chance.below(12); i > 0; --i) {
    const Time at = static_cast<Time>(chance.below(static_cast<std::uint64_t>(until)));
    const auto peer = static_cast<PeerId>(chance.below(peers));
    changes.push_back({at, peer, chance.chance(0.5), chance.chance(0.5)});
  }
  std::sort(changes.begin(), changes.end(),
            [](const auto& one, const auto& other) { return one.time < other.time; });
  return changes;
}

LanScript random_script(core::Substream& chance) {
  const auto peers = static_cast<PeerId>(2 + chance.below(9));
  LanScript script{random_connections(peers, chance), {}};
  script.seed = chance.next();
  // From so short that all is on its way at once to so long that all is over in between.
  script.parameters.spread_s = chance.chance(0.5) ? 0.02 : 20;
  script.parameters.header_bytes = static_cast<std::uint32_t>(chance.below(100));
  script.parameters.address_bytes = static_cast<std::uint32_t>(chance.below(100));
  script.horizon = core::from_seconds(script.parameters.spread_s * 4);
  if (chance.chance(0.3)) script.warm_up = script.horizon / 8;
  const double again_s = chance.chance(0.5) ? 0 : script.parameters.spread_s / 2;
  if (chance.chance(0.5)) {
    script.servers = {static_cast<PeerId>(chance.below(peers))};
    script.parameters.how = tests::by_server(again_s, chance.chance(0.5));
  } else {
    script.parameters.how = tests::by_broadcast(again_s, chance.chance(0.5) ? 0 : again_s * 1.5);
  }
  script.changes = random_changes(peers, script.horizon, chance);
  return script;
}

NaiveLan twin_of(const LanScript& script) {
  NaiveLan::Settings settings;
  const overlay::Connections& rows = script.connections;
  for (PeerId peer = 0; peer < rows.peers(); ++peer) {
    settings.hearers.emplace_back(rows.neighbours.begin() + rows.offsets[peer],
                                  rows.neighbours.begin() + rows.offsets[peer + 1]);
  }
  const auto way = protocols::discovery(script.parameters.how);
  if (const auto* asking = std::get_if<protocols::ServerDiscovery>(&way)) {
    settings.server = script.servers.front();
    settings.tells_others = asking->tells_others;
    settings.again = core::from_seconds(asking->ask_s);
  } else {
    const auto& broadcast = std::get<protocols::BroadcastDiscovery>(way);
    settings.again = core::from_seconds(broadcast.repeat_s);
    settings.forget = core::from_seconds(broadcast.forget_s);
  }
  settings.spread = core::from_seconds(script.parameters.spread_s);
  settings.delay = tests::lan_delay;
  settings.horizon = script.horizon;
  settings.warm_up = script.warm_up;
  settings.header_bytes = script.parameters.header_bytes;
  settings.address_bytes = script.parameters.address_bytes;
  settings.seed = script.seed;
  settings.changes = script.changes;
  return NaiveLan(settings);
}

void check_spans(const LanPlayed& played, const std::string& name, const std::vector<Time>& spans) {
  INFO(name);
  const auto mean_ms = played.figure(name + "_ms_mean");
  const auto max_ms = played.figure(name + "_ms_max");
  REQUIRE(mean_ms.has_value() == !spans.empty());
  REQUIRE(max_ms.has_value() == !spans.empty());
  if (spans.empty()) return;
  const Time sum = std::accumulate(spans.begin(), spans.end(), Time{0});
  REQUIRE(*mean_ms == Approx(core::to_milliseconds(sum) / static_cast<double>(spans.size())));
  REQUIRE(*max_ms == core::to_milliseconds(*std::max_element(spans.begin(), spans.end())));
}

void check_alike(const LanPlayed& played, NaiveLan& twin) {
  for (const measure::MessageCount& count : played.measures.messages) {
    INFO(count.type);
    REQUIRE(count.messages == twin.messages[count.type]);
    REQUIRE(count.bytes() == twin.bytes[count.type]);
  }
  REQUIRE(played.figure("computers_at_end") == twin.computers());
  REQUIRE(played.figure("broadcasts") == twin.broadcasts);
  REQUIRE(played.figure("addresses_known") == twin.known());
  REQUIRE(played.figure("addresses_missing") ==
          twin.computers() * (twin.computers() - (twin.computers() > 0 ? 1 : 0)) - twin.known());
  REQUIRE(played.figure("addresses_stale") == twin.stale());
  const auto everyone_ms = played.figure("everyone_known_ms");
  REQUIRE(everyone_ms.has_value() == twin.everyone_known.has_value());
  if (everyone_ms) REQUIRE(*everyone_ms == core::to_milliseconds(*twin.everyone_known));
  REQUIRE(played.figure("arrivals") == twin.arrivals);
  REQUIRE(played.figure("arrivals_unfound") == twin.arrivals - twin.found.size());
  check_spans(played, "found", twin.found);
  check_spans(played, "finds", twin.finds);
}

}  // namespace

TEST_CASE("computers on a LAN know of each other what their naive twins do") {
  core::Substream chance(1, "lan_twin_test");
  std::map<std::string, int> seen;
  for (int i = 0; i < 2000; ++i) {
    const LanScript script = random_script(chance);
    INFO("case " << i << ", " << script.parameters.how.entry->name);
    const LanPlayed played = tests::play_lan(script);
    NaiveLan twin = twin_of(script);
    check_alike(played, twin);
    seen["all know all"] += twin.everyone_known ? 1 : 0;
    seen["stale"] += twin.stale() > 0 ? 1 : 0;
    seen["unfound"] += twin.arrivals > twin.found.size() ? 1 : 0;
    seen["goodbye"] += twin.messages["goodbye"] > 0 ? 1 : 0;
    seen["newcomer"] += twin.messages["newcomer"] > 0 ? 1 : 0;
  }
  for (const auto& [what, times] : seen) {
    INFO(what << " in " << times);
    CHECK(times > 100);
  }
}

}  // namespace lan_twin_test
