// WASTE against its naive twin: random meshes, lines and queues, while peers come and go.
#include "tests/unit/protocols/naive_waste.hpp"

namespace waste_twin_test {

using namespace rippletank;
using namespace rippletank::tests::waste;

namespace {

constexpr Time length = 20 * core::second;

/// No two moments are alike.
Time moment(core::Substream& chance) {
  return static_cast<Time>(chance.below(static_cast<std::uint64_t>(length)));
}

void draw_mesh(Script& script, core::Substream& chance) {
  script.peers = static_cast<PeerId>(2 + chance.below(7));
  std::map<std::pair<PeerId, PeerId>, Time> latencies;
  for (PeerId one = 1; one < script.peers; ++one) {
    for (PeerId other = 0; other < one; ++other) {
      if (!chance.chance(0.5)) continue;
      script.connections.emplace_back(other, one);
      latencies[{other, one}] = 1'000'000 + static_cast<Time>(chance.below(60'000'000));
    }
  }
  script.delays = [latencies](PeerId one, PeerId other) {
    const auto found = latencies.find(std::minmax(one, other));
    return found == latencies.end() ? core::never : found->second;
  };
  for (PeerId peer = 0; peer < script.peers; ++peer) {
    if (chance.chance(0.2)) script.firewalled.push_back(peer);
    // From lines that are always full to such as are never.
    const double speeds[] = {4, 32, 64, 100, 400, 1e4};
    script.speeds_kbit_s.push_back(speeds[chance.below(6)]);
  }
}

void draw_parameters(Parameters& parameters, core::Substream& chance) {
  parameters.join_spread_s = chance.chance(0.5) ? 1 : 8;
  parameters.retry_s = 0.5 + chance.uniform();
  parameters.dial_tries = static_cast<std::uint32_t>(1 + chance.below(20));
  parameters.loop_ms = chance.chance(0.5) ? 0 : 10 + 60 * chance.uniform();
  parameters.paced = chance.chance(0.6);
  parameters.queue_messages =
      static_cast<std::uint32_t>(chance.chance(0.5) ? 256 : 1 + chance.below(4));
  if (chance.chance(0.3)) {
    parameters.send_ahead_bytes = static_cast<std::uint32_t>(1 + chance.below(1000));
  }
  parameters.ttl_hops = static_cast<std::uint32_t>(1 + chance.below(6));
  parameters.origin_ttl_hops =
      static_cast<std::uint32_t>(chance.chance(0.8) ? 96 : 1 + chance.below(6));
  parameters.guids_kept =
      static_cast<std::uint32_t>(chance.chance(0.5) ? 8192 : 1 + chance.below(5));
  parameters.ping_s = chance.chance(0.5) ? 0 : 1 + 5 * chance.uniform();
  parameters.key_s = chance.chance(0.5) ? 0 : 3 + 5 * chance.uniform();
  parameters.user_lists = chance.chance(0.5);
  parameters.saturate = parameters.loop_ms > 0 && chance.chance(0.4);
}

Script random_script(core::Substream& chance) {
  Script script;
  script.horizon = length;
  script.seed = chance.next();
  draw_mesh(script, chance);
  draw_parameters(script.parameters, chance);
  script.holders.resize(3);
  for (std::set<PeerId>& of_item : script.holders) {
    for (PeerId peer = 0; peer < script.peers; ++peer) {
      if (chance.chance(0.3)) of_item.insert(peer);
    }
  }
  for (std::uint64_t i = chance.below(12); i > 0; --i) {
    script.queries.push_back(ask(moment(chance), static_cast<PeerId>(chance.below(script.peers)),
                                 static_cast<core::ItemId>(chance.below(3))));
  }
  for (std::uint64_t i = chance.below(8); i > 0; --i) {
    // When fillers notice a crash depends on when they are counted.
    const bool announced = script.parameters.saturate || chance.chance(0.5);
    script.changes.push_back({moment(chance), static_cast<PeerId>(chance.below(script.peers)),
                              chance.chance(0.5), announced});
  }
  const auto sooner = [](const auto& one, const auto& other) { return one.time < other.time; };
  std::sort(script.changes.begin(), script.changes.end(), sooner);
  std::sort(script.queries.begin(), script.queries.end(),
            [](const auto& one, const auto& other) { return one.start < other.start; });
  return script;
}

void check_alike(const Played& played, NaiveWaste& twin, const Script& script) {
  for (const measure::MessageCount& count : played.measures.messages) {
    INFO(count.type);
    REQUIRE(count.messages == twin.messages[count.type]);
    REQUIRE(count.bytes() == twin.sent_bytes[count.type]);
  }
  REQUIRE(played.figure("queue_overflows") == twin.overflows);
  REQUIRE(played.figure("replies_without_route") == twin.without_route);
  REQUIRE(played.figure("links_opened") == twin.opened);
  REQUIRE(played.figure("link_ends_lost") == twin.lost);
  REQUIRE(played.figure("filler_bytes") == twin.sent_bytes["saturate"]);
  // Who was offline has asked nothing, and has no record.
  std::size_t record = 0;
  for (std::size_t number = 0; number < script.queries.size(); ++number) {
    if (record == played.measures.queries.size() ||
        played.query(record).start != script.queries[number].start) {
      REQUIRE(twin.reached[number].empty());
      continue;
    }
    REQUIRE(played.query(record).hits == twin.hits[number]);
    REQUIRE(played.query(record).reach == twin.reached[number].size());
    ++record;
  }
}

}  // namespace

TEST_CASE("a mesh does what its naive twin does") {
  core::Substream chance(1, "waste_twin_test");
  std::map<std::string, int> seen;
  for (int i = 0; i < 2000; ++i) {
    const Script script = random_script(chance);
    INFO("case " << i << ", loop " << script.parameters.loop_ms << ", paced "
                 << script.parameters.paced << ", saturate " << script.parameters.saturate);
    NaiveWaste twin(script);
    const Played played = play(script);
    check_alike(played, twin, script);
    seen["fillers"] += twin.messages["saturate"] > 0 ? 1 : 0;
    seen["overflows"] += twin.overflows > 0 ? 1 : 0;
    seen["lost links"] += twin.lost > 0 ? 1 : 0;
    seen["without route"] += twin.without_route > 0 ? 1 : 0;
    for (const std::uint64_t hits : twin.hits) seen["hits"] += hits > 0 ? 1 : 0;
  }
  for (const auto& [what, times] : seen) {
    INFO(what << " in " << times);
    CHECK(times > 100);
  }
}

}  // namespace waste_twin_test
