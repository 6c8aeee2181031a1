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
  script.share_firewall = chance.chance(0.3);
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
  parameters.handshake_s = chance.chance(0.5) ? 20 : 0.02 + 0.3 * chance.uniform();
  parameters.dial_tries = static_cast<std::uint32_t>(1 + chance.below(20));
  parameters.loop_ms =
      chance.chance(0.5) ? 0 : (chance.chance(0.7) ? 10 : 1) + 60 * chance.uniform();
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

/// Files and patience so small that much happens in the time.
void draw_files(Script& script, core::Substream& chance) {
  Parameters& parameters = script.parameters;
  const auto upto = [&](std::uint64_t most) {
    return static_cast<std::uint32_t>(1 + chance.below(most));
  };
  parameters.chunk_bytes = 100 * upto(20);
  script.file_bytes = std::uint64_t{parameters.chunk_bytes} * chance.below(40) + upto(50);
  parameters.window_chunks = upto(20);
  parameters.window_most_chunks = std::max(parameters.window_chunks, upto(30));
  parameters.window_least_chunks = upto(parameters.window_most_chunks);
  parameters.upload_queue_messages = upto(8);
  parameters.uploads_max = upto(3);
  parameters.downloads_max = upto(3);
  parameters.download_tries = upto(5);
  parameters.start_s = chance.uniform();
  parameters.silence_s = 0.3 + chance.uniform();
  parameters.forget_upload_s = 3 * chance.uniform() + 0.1;
}

Script random_script(core::Substream& chance) {
  Script script;
  script.horizon = length;
  script.seed = chance.next();
  draw_mesh(script, chance);
  draw_parameters(script.parameters, chance);
  draw_files(script, chance);
  const bool fetches = chance.chance(0.7);
  script.holders.resize(3);
  for (std::set<PeerId>& of_item : script.holders) {
    for (PeerId peer = 0; peer < script.peers; ++peer) {
      if (chance.chance(0.3)) of_item.insert(peer);
    }
  }
  for (std::uint64_t i = chance.below(12); i > 0; --i) {
    script.queries.push_back(ask(moment(chance), static_cast<PeerId>(chance.below(script.peers)),
                                 static_cast<core::ItemId>(chance.below(3))));
    script.queries.back().download = fetches;
  }
  for (std::uint64_t i = chance.below(8); i > 0; --i) {
    // When fillers notice that somebody is gone depends on when they are counted, at each second.
    const bool announced = script.parameters.saturate || chance.chance(0.5);
    Time time = moment(chance);
    if (script.parameters.saturate) {
      const Time of_second = time % core::second;
      time += (core::second - of_second) / 10 - of_second / 10;
    }
    script.changes.push_back(
        {time, static_cast<PeerId>(chance.below(script.peers)), chance.chance(0.5), announced});
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
  REQUIRE(played.figure("file_requests") == twin.requests);
  REQUIRE(played.figure("uploads_ignored") == twin.ignored);
  REQUIRE(played.figure("chunks_late") == twin.late);
  REQUIRE(played.figure("rounds_silent") == twin.silent_rounds);
  REQUIRE(played.figure("downloads_silent") == twin.silent_tries);
  REQUIRE(played.measures.downloads.size() == twin.tries);
  for (PeerId peer = 0; peer < script.peers && !played.measures.carried.empty(); ++peer) {
    REQUIRE(played.measures.carried[peer].up == twin.carried_up[peer]);
    REQUIRE(played.measures.carried[peer].down == twin.carried_down[peer]);
  }
  // Who was offline has asked nothing, and has no record.
  std::size_t record = 0;
  for (std::size_t number = 0; number < script.queries.size(); ++number) {
    if (record == played.measures.queries.size() ||
        played.query(record).start != script.queries[number].start) {
      REQUIRE(twin.reached[number].empty());
      continue;
    }
    const auto fetched = twin.fetched.find(number);
    REQUIRE(played.query(record).downloaded.has_value() == (fetched != twin.fetched.end()));
    if (fetched != twin.fetched.end()) {
      REQUIRE(*played.query(record).downloaded == fetched->second - script.queries[number].start);
    }
    REQUIRE(played.query(record).hits == twin.hits[number]);
    REQUIRE(played.query(record).reach == twin.reached[number].size());
    ++record;
  }
}

/// 0 - 1 - 3 and, slower, 0 - 2 - 3, of whom 3 has a file and a slow line. 1 leaves
/// amid the file, so that 3 forgets the request that has come over it; then it comes over 2.
Script asked_twice(core::Substream& chance) {
  Script script;
  script.peers = 4;
  script.connections = {{0, 1}, {1, 3}, {0, 2}, {2, 3}};
  script.holders = {{3}};
  script.file_bytes = 1 + chance.below(60 * 4096);
  script.parameters.paced = true;
  script.parameters.silence_s = 0.1 + 2 * chance.uniform();
  script.speeds_kbit_s = {1e6, 1e6, 1e6, 300 + 400 * chance.uniform()};
  script.queries = {fetch(10 * core::second, 0, 0)};
  const Time slow = core::from_seconds(0.3 + 0.5 * chance.uniform());
  script.delays = [slow](PeerId one, PeerId other) {
    return one == 2 || other == 2 ? slow + one : delay + other;
  };
  script.changes = {{10 * core::second + moment(chance) / 10, 1, false, true}};
  script.horizon = 60 * core::second;
  return script;
}

/// Everything that can happen is to happen in more than so many of the cases.
void check_meshes(int cases, int least) {
  core::Substream chance(1, "waste_twin_test");
  std::map<std::string, int> seen;
  for (int i = 0; i < cases; ++i) {
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
    seen["fetched"] += static_cast<int>(twin.fetched.size());
    seen["ignored"] += twin.ignored > 0 ? 1 : 0;
    seen["late chunks"] += twin.late > 0 ? 1 : 0;
    seen["silent rounds"] += twin.silent_rounds > 0 ? 1 : 0;
    seen["silent tries"] += twin.silent_tries > 0 ? 1 : 0;
    for (const std::uint64_t hits : twin.hits) seen["hits"] += hits > 0 ? 1 : 0;
  }
  for (const auto& [what, times] : seen) {
    INFO(what << " in " << times);
    CHECK(times > least);
  }
}

}  // namespace

TEST_CASE("a request that is read twice is one upload, and no chunk counts twice", "[statistics]") {
  core::Substream chance(2, "waste_twin_test");
  int twice = 0;
  for (int i = 0; i < 400; ++i) {
    const Script script = asked_twice(chance);
    INFO("case " << i);
    NaiveWaste twin(script);
    const Played played = play(script);
    check_alike(played, twin, script);
    twice += twin.twice > 0 ? 1 : 0;
    std::uint64_t carried = 0;
    for (const measure::DownloadRecord& record : played.measures.downloads) {
      carried += record.carried_bytes;
    }
    if (played.query(0).downloaded) CHECK(carried == script.file_bytes);
  }
  CHECK(twice > 20);
}

TEST_CASE("a mesh does what its naive twin does") { check_meshes(120, 2); }

TEST_CASE("so do many more meshes", "[statistics]") { check_meshes(800, 20); }

}  // namespace waste_twin_test
