// Freenet against its naive twin: small networks, both presets, peers that come, go and grow.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/protocols/freenet_played.hpp"
#include "tests/unit/protocols/naive_freenet_play.hpp"

namespace freenet_twin_test {

using namespace rippletank;
using core::ItemId;
using core::PeerId;
using core::Time;
using tests::FreenetPlayed;
using tests::FreenetScript;
using tests::NaiveFreenet;
namespace fn = protocols::freenet;

namespace {

constexpr Time span = 150 * core::second;

overlay::Connections random_rows(PeerId peers, core::Substream& chance) {
  const double share = (1 + 4 * chance.uniform()) / peers;
  overlay::Connections made;
  made.offsets = {0};
  for (PeerId peer = 0; peer < peers; ++peer) {
    for (PeerId other = 0; other < peers; ++other) {
      const bool is_next = other == (peer + 1) % peers && chance.chance(0.8);
      if (other != peer && (is_next || chance.chance(share))) made.neighbours.push_back(other);
    }
    made.offsets.push_back(static_cast<core::Slot>(made.neighbours.size()));
  }
  return made;
}

/// Any nanosecond: nothing then happens at the same moment by chance.
Time random_time(Time until, core::Substream& chance) {
  return static_cast<Time>(chance.below(static_cast<std::uint64_t>(until)));
}

template <class Number>
void maybe(std::optional<Number>& field, std::uint64_t least, std::uint64_t most,
           core::Substream& chance) {
  if (chance.chance(0.4)) return;
  if (chance.chance(0.3))
    field.reset();
  else
    field = static_cast<Number>(least + chance.below(most - least + 1));
}

void draw_memory(fn::Parameters& given, core::Substream& chance) {
  maybe(given.store_items, 0, 6, chance);
  maybe(given.store_bytes, 0, 8000, chance);
  if (chance.chance(0.5)) given.largest_share = 0.1 + 0.9 * chance.uniform();
  maybe(given.table_references, 1, 20, chance);
  maybe(given.table_nodes, 1, 8, chance);
  maybe(given.references_per_node, 1, 4, chance);
  if (chance.chance(0.5)) given.reset_probability = chance.uniform();
  if (chance.chance(0.5)) given.hop_decay = chance.uniform();
  if (chance.chance(0.5)) given.store_free_share = chance.uniform();
  if (chance.chance(0.5)) given.table_free_share = chance.uniform();
  if (chance.chance(0.5)) given.failed_keys = static_cast<std::uint32_t>(chance.below(4));
  given.failed_keys_s = 1 + 60 * chance.uniform();
}

/// `hurried`: whether peers wait for a shorter time than some answers take.
fn::Parameters random_parameters(PeerId peers, bool hurried, core::Substream& chance) {
  fn::Parameters given = chance.chance(0.5) ? fn::of_the_paper() : fn::Parameters();
  given.htl_hops = static_cast<std::uint32_t>(1 + chance.below(12));
  if (chance.chance(0.3)) given.htl_rule = fn::HtlRule::every_hop;
  if (chance.chance(0.3)) given.htl_rule = fn::HtlRule::by_chance;
  if (chance.chance(0.3)) given.closeness = fn::Closeness::circle;
  draw_memory(given, chance);
  if (chance.chance(0.3)) given.accepts = chance.chance(0.5);
  if (chance.chance(0.3)) given.restarts = chance.chance(0.5);
  if (chance.chance(0.3)) given.store_data = chance.chance(0.5);
  maybe(given.requests_per_min, 0, 30, chance);
  given.hop_s = hurried ? 0.4 * chance.uniform() : 2 + 3 * chance.uniform();
  given.hop_sd_s = hurried ? 0.2 * chance.uniform() : 3 * chance.uniform();
  if (!hurried && chance.chance(0.3)) given.hop_s = given.hop_sd_s = 0;
  given.forgets_unreachable = chance.chance(0.5);
  given.transient = chance.chance(0.3) ? 0.3 * chance.uniform() : 0;
  given.part_bytes = static_cast<std::uint32_t>(100 + chance.below(1500));
  given.announce_htl_hops = static_cast<std::uint32_t>(1 + chance.below(6));
  given.announce_attempts = static_cast<std::uint32_t>(1 + chance.below(3));
  given.grow_every_s = 10 * chance.uniform();
  if (chance.chance(0.3)) given.first_peers = static_cast<std::uint32_t>(1 + chance.below(peers));
  return given;
}

void draw_content(FreenetScript& script, core::Substream& chance) {
  if (chance.chance(0.1)) {
    script.parameters.publishing = fn::placed_items();
    return;
  }
  const std::uint64_t items = 1 + chance.below(12);
  for (std::uint64_t item = 0; item < items; ++item) {
    script.sizes_bytes.push_back(chance.below(3000));
    std::set<PeerId> holders;
    for (std::uint64_t i = 1 + chance.below(3); i > 0; --i) {
      holders.insert(static_cast<PeerId>(chance.below(script.peers())));
    }
    script.holders.push_back(holders);
  }
  script.parameters.publishing = fn::placed_items();
  if (chance.chance(0.6)) {
    fn::Inserted inserted;
    inserted.start_s = 20 * chance.uniform();
    inserted.interval_s = 10 * chance.uniform();
    inserted.at_random = chance.chance(0.5);
    script.parameters.publishing = tests::inserted_as(inserted);
  }
}

void draw_queries(FreenetScript& script, core::Substream& chance) {
  for (std::uint64_t i = chance.below(80); i > 0; --i) {
    overlay::Query query;
    query.start = random_time(span, chance);
    query.origin = static_cast<PeerId>(chance.below(script.peers()));
    if (!script.holders.empty() && chance.chance(0.9)) {
      query.item = static_cast<ItemId>(chance.below(script.holders.size()));
    }
    script.queries.push_back(query);
  }
  std::sort(script.queries.begin(), script.queries.end(),
            [](const auto& one, const auto& other) { return one.start < other.start; });
}

/// Peers that crash or leave, and mostly come back: after a moment, or after a while.
void draw_changes(FreenetScript& script, core::Substream& chance) {
  if (chance.chance(0.4)) return;
  for (std::uint64_t i = chance.below(60); i > 0; --i) {
    const auto peer = static_cast<PeerId>(chance.below(script.peers()));
    Time gone = random_time(span, chance);
    if (!script.queries.empty() && chance.chance(0.7)) {  // while something is on its way
      const overlay::Query& query = script.queries[chance.below(script.queries.size())];
      gone = query.start + random_time(3 * core::second, chance);
    }
    script.changes.push_back({gone, peer, false, chance.chance(0.5)});
    if (chance.chance(0.2)) continue;
    const Time away = random_time(chance.chance(0.5) ? core::second / 2 : span / 3, chance);
    script.changes.push_back({gone + away, peer, true, true});
  }
  std::sort(script.changes.begin(), script.changes.end(),
            [](const auto& one, const auto& other) { return one.time < other.time; });
}

FreenetScript random_script(core::Substream& chance) {
  const auto peers = static_cast<PeerId>(2 + chance.below(29));
  FreenetScript script{random_rows(peers, chance), {}};
  const bool hurried = chance.chance(0.4);
  script.parameters = random_parameters(peers, hurried, chance);
  script.seed = chance.next();
  draw_content(script, chance);
  draw_queries(script, chance);
  draw_changes(script, chance);
  if (chance.chance(0.5)) script.horizon = random_time(2 * span, chance);
  if (chance.chance(0.3)) script.warm_up = random_time(span / 3, chance);
  script.delays.resize(peers, std::vector<Time>(peers));
  const Time longest = chance.chance(0.5) ? core::second / 3 : core::second / 50;
  for (std::vector<Time>& row : script.delays) {
    for (Time& delay : row) delay = core::millisecond + random_time(longest, chance);
  }
  // Where it is long, senders go while some parts of their data are still to come.
  script.longest_gap_ns = chance.chance(0.6) ? 100'000 : 1'000'000'000;
  return script;
}

void check_record(const measure::RequestRecord& played, const measure::RequestRecord& twin) {
  REQUIRE(std::string(played.kind) == twin.kind);
  REQUIRE(played.item == twin.item);
  REQUIRE(played.origin == twin.origin);
  REQUIRE(played.start == twin.start);
  REQUIRE(tests::outcome_name(played) == tests::outcome_name(twin));
  REQUIRE(std::string(played.reason) == twin.reason);
  REQUIRE(played.duration == twin.duration);
  REQUIRE(played.path_hops == twin.path_hops);
  REQUIRE(played.asked == twin.asked);
  REQUIRE(played.backtracks == twin.backtracks);
  REQUIRE(played.copies_made == twin.copies_made);
}

void check_memory(const FreenetPlayed& played, const NaiveFreenet& twin) {
  const fn::State& state = played.protocol->rules().state();
  for (PeerId peer = 0; peer < state.peers(); ++peer) {
    INFO("peer " << peer);
    std::list<ItemId> items;
    state.stores.for_each_item(peer, [&](ItemId item) { items.push_back(item); });
    REQUIRE(items == twin.stores[peer].all());
    std::map<fn::Key, PeerId> references;
    for (const auto& each : state.tables.of(peer)) references[each.key] = each.node;
    REQUIRE(references == twin.tables[peer].references());
  }
}

void check_alike(const FreenetPlayed& played, NaiveFreenet& twin) {
  REQUIRE(played.measures.requests.size() == twin.records.size());
  for (std::size_t i = 0; i < twin.records.size(); ++i) {
    INFO("request " << i << " of " << twin.records[i].origin << " at " << twin.records[i].start);
    check_record(played.measures.requests[i], twin.records[i]);
  }
  for (const measure::MessageCount& count : played.measures.messages) {
    INFO(count.type);
    REQUIRE(count.messages == twin.messages[count.type]);
    REQUIRE(count.bytes() == twin.bytes[count.type]);
  }
  check_memory(played, twin);
  for (const char* name : {"loops", "dead_ends", "refused_requests", "failed_key_answers",
                           "unreachable_peers", "timeouts", "source_resets", "announcements",
                           "announcements_complete", "copies_at_end", "copies_not_kept"}) {
    INFO(name);
    REQUIRE(played.figure(name) == twin.figures[name]);
  }
}

/// Plays random networks, and returns in how many of them each thing happened.
std::map<std::string, int> play_beside_twins(std::uint64_t seed, int networks) {
  core::Substream chance(seed, "freenet_twin_test");
  std::map<std::string, int> seen;
  for (int i = 0; i < networks; ++i) {
    const FreenetScript script = random_script(chance);
    INFO("case " << i);
    const FreenetPlayed played = tests::play_freenet(script);
    NaiveFreenet twin(script);
    check_alike(played, twin);
    for (const auto& [name, count] : twin.messages) seen[name] += count > 0 ? 1 : 0;
    for (const auto& [name, count] : twin.figures) seen[name] += count > 0 ? 1 : 0;
    std::set<std::string> ends;
    for (const measure::RequestRecord& record : twin.records) {
      ends.insert(std::string(record.kind) + " " + tests::outcome_name(record) + record.reason);
    }
    for (const std::string& name : ends) ++seen[name];
  }
  return seen;
}

}  // namespace

TEST_CASE("the peers of a Freenet do what their naive twins do") { play_beside_twins(2, 40); }

TEST_CASE("so they do in many networks, in which everything happens", "[statistics]") {
  std::map<std::string, int> seen = play_beside_twins(1, 4000);
  for (const char* name :
       {"request found", "request not_found", "request out_of_htl", "request lostno_answer",
        "request lostrefused", "request lostorigin_offline", "request lostunfinished",
        "request lostdata_cut", "request lostnothing_published", "insert stored",
        "insert lostno_answer", "insert lostorigin_offline"}) {
    INFO(name << " in " << seen[name]);
    CHECK(seen[name] > 15);
  }
  for (const auto& [name, times] : seen) {
    INFO(name << " in " << times);
    CHECK(times > 5);
  }
}

}  // namespace freenet_twin_test
