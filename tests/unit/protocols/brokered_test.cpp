// The bare brokered network against a twin that keeps, for each peer, when its server knows it.
#include "sim/protocols/brokered.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "tests/unit/protocols/scripted_star.hpp"

namespace brokered_test {

namespace core = rippletank::core;
namespace measure = rippletank::measure;
namespace overlay = rippletank::overlay;
namespace protocols = rippletank::protocols;

namespace {

using core::PeerId;
using core::Time;
using rippletank::tests::play;
using rippletank::tests::star;
using Script = rippletank::tests::Script<protocols::Brokered>;

constexpr Time ms = core::millisecond;
constexpr Time delay = 5 * ms;

protocols::Brokered::Parameters at_once() {
  protocols::Brokered::Parameters parameters;
  parameters.login_spread_s = 0;
  parameters.silence_s = 0.1;
  return parameters;
}

Script star_of(PeerId peers, std::vector<std::set<PeerId>> holders,
               std::vector<overlay::Query> queries, std::vector<overlay::PresenceChange> changes) {
  Script script{star(peers), at_once(), std::move(holders)};
  script.queries = std::move(queries);
  script.changes = std::move(changes);
  script.delay = delay;
  return script;
}

/// What the server knows of one peer, by its times online.
class Twin {
 public:
  struct Stay {
    Time begin = 0;
    Time end = core::never;
    bool announced = true;
  };

  Twin(std::vector<Stay> stays, Time silence) : stays_(std::move(stays)) {
    for (std::size_t i = 0; i < stays_.size(); ++i) {
      const Stay& stay = stays_[i];
      const Time logged_in = stay.begin + delay;
      const Time welcomed = stay.begin + 2 * delay;
      known_[logged_in] = false;
      if (welcomed < stay.end) known_[welcomed + delay] = true;
      if (stay.end == core::never) continue;
      if (welcomed < stay.end && stay.announced) {
        known_[stay.end + delay] = false;
        continue;
      }
      const bool returns = i + 1 < stays_.size();
      const Time noticed = stay.end + silence;
      const bool back_before = returns && stays_[i + 1].begin + delay <= noticed;
      if (logged_in < stay.end && !back_before) known_[noticed] = false;
    }
  }

  bool knows_at(Time time) const {
    const auto after = known_.upper_bound(time);
    return after != known_.begin() && std::prev(after)->second;
  }

  /// When the server gets a question of the peer; nothing if the peer is away or leaves too soon.
  std::optional<Time> question_arrives(Time asked) const {
    for (const Stay& stay : stays_) {
      if (asked < stay.begin || asked >= stay.end) continue;
      const Time sent = std::max(asked, stay.begin + 2 * delay);
      if (sent >= stay.end) return {};
      return sent + delay;
    }
    return {};
  }
  bool online_at(Time time) const {
    return std::any_of(stays_.begin(), stays_.end(),
                       [time](const Stay& stay) { return stay.begin <= time && time < stay.end; });
  }

 private:
  std::vector<Stay> stays_;
  std::map<Time, bool> known_;
};

}  // namespace

TEST_CASE("messages of a small brokered network have the sizes that its parameters say") {
  Script script =
      star_of(4, {{2, 3}, {1}}, {{100 * ms, 1, core::ItemId{0}}, {200 * ms, 2, core::ItemId{1}}},
              {{300 * ms, 3, false, true}});
  const overlay::Measures measures = play(script);
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> found;
  for (const measure::MessageCount& count : measures.messages) {
    found[count.type] = {count.messages, count.bytes()};
  }
  CHECK(found["login"] == std::pair<std::uint64_t, std::uint64_t>(3, 3 * 50));
  CHECK(found["welcome"] == std::pair<std::uint64_t, std::uint64_t>(3, 3 * 25));
  CHECK(found["publish"] == std::pair<std::uint64_t, std::uint64_t>(3, 3 * 90));
  CHECK(found["search"] == std::pair<std::uint64_t, std::uint64_t>(2, 2 * (40 + 18)));
  CHECK(found["results"] == std::pair<std::uint64_t, std::uint64_t>(2, 2 * 4 + 3 * 100));
  CHECK(found["logout"] == std::pair<std::uint64_t, std::uint64_t>(1, 25));
  CHECK(found["unknown_client"].first == 0);
  REQUIRE(measures.queries.size() == 2);
  CHECK(measures.queries[0].hits == 2);
  CHECK(measures.queries[0].first_hit == 2 * delay);
  CHECK(measures.queries[0].reach == 1);
  CHECK(measures.queries[0].bytes == 58 + 204);
  CHECK(measures.queries[1].hits == 1);
  CHECK(measures.roles[0] == std::string("server"));
  CHECK(measures.roles[3] == std::string("client"));
}

namespace {

constexpr PeerId twin_peers = 12;

/// Peers that come and go and ask at random; what their server should know of each.
struct RandomCase {
  Script script = star_of(twin_peers, std::vector<std::set<PeerId>>(3), {}, {});
  std::vector<Twin> twins;
};

class Moments {
 public:
  explicit Moments(core::Substream& random) : random_(random) {}
  /// All differ by parts of a millisecond, so that no two things meet.
  Time next(std::uint64_t milliseconds) {
    return static_cast<Time>(random_.below(milliseconds)) * ms + ++part_;
  }

 private:
  core::Substream& random_;
  Time part_ = 0;
};

std::vector<Twin::Stay> random_stays(PeerId peer, core::Substream& random, Moments& moments,
                                     Script& script) {
  std::vector<Time> times;
  for (std::uint64_t i = random.below(6); i > 0; --i) times.push_back(moments.next(1000));
  std::sort(times.begin(), times.end());
  std::vector<Twin::Stay> stays(1);
  for (std::size_t i = 0; i < times.size(); ++i) {
    const bool joins = i % 2 == 1;
    const bool announced = random.below(2) == 0;
    script.changes.push_back({times[i], peer, joins, announced});
    if (joins) {
      stays.push_back({times[i], core::never, true});
    } else {
      stays.back().end = times[i];
      stays.back().announced = announced;
    }
  }
  return stays;
}

RandomCase random_case(std::uint64_t seed, Time silence) {
  core::Substream random(seed, core::Purpose("test/brokered"));
  Moments moments(random);
  RandomCase made;
  for (std::set<PeerId>& of_item : made.script.holders) {
    for (PeerId peer = 1; peer < twin_peers; ++peer) {
      if (random.below(2) == 0) of_item.insert(peer);
    }
    of_item.insert(1);
  }
  made.twins.emplace_back(std::vector<Twin::Stay>{}, silence);  // the server
  for (PeerId peer = 1; peer < twin_peers; ++peer) {
    made.twins.emplace_back(random_stays(peer, random, moments, made.script), silence);
  }
  for (int i = 0; i < 40; ++i) {
    overlay::Query query;
    query.start = 20 * ms + moments.next(1200);  // once those of the start are logged in
    query.origin = 1 + static_cast<PeerId>(random.below(twin_peers - 1));
    query.item = static_cast<core::ItemId>(random.below(3));
    made.script.queries.push_back(query);
  }
  std::sort(made.script.changes.begin(), made.script.changes.end(),
            [](const auto& a, const auto& b) { return a.time < b.time; });
  std::sort(made.script.queries.begin(), made.script.queries.end(),
            [](const auto& a, const auto& b) { return a.start < b.start; });
  return made;
}

std::uint64_t expected_hits(const RandomCase& played, const overlay::Query& query) {
  const Twin& origin = played.twins[query.origin];
  const std::optional<Time> arrival = origin.question_arrives(query.start);
  if (!arrival || !origin.online_at(*arrival + delay)) return 0;  // the answer is lost
  std::uint64_t expected = 0;
  for (const PeerId holder : played.script.holders[*query.item]) {
    if (holder != query.origin && played.twins[holder].knows_at(*arrival)) ++expected;
  }
  return expected;
}

}  // namespace

TEST_CASE("a search finds exactly the holders that its server knows at that moment") {
  std::uint64_t checked = 0;
  std::uint64_t hits = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const RandomCase played = random_case(seed, 100 * ms);
    const overlay::Measures measures = play(played.script);
    std::size_t next = 0;
    for (const overlay::Query& query : played.script.queries) {
      if (!played.twins[query.origin].online_at(query.start)) continue;
      INFO("seed " << seed << ", query at " << query.start << " of " << query.origin);
      REQUIRE(next < measures.queries.size());
      const measure::QueryRecord& record = measures.queries[next++];
      REQUIRE(record.start == query.start);
      REQUIRE(record.hits == expected_hits(played, query));
      ++checked;
      hits += record.hits;
    }
    REQUIRE(next == measures.queries.size());
  }
  CHECK(checked > 3000);
  CHECK(hits > 3000);
}

TEST_CASE("when the only server fails nobody finds anything, until it is back") {
  Script script = star_of(4, {{2, 3}},
                          {{100 * ms, 1, core::ItemId{0}},
                           {300 * ms, 1, core::ItemId{0}},
                           {70'000 * ms, 1, core::ItemId{0}},
                           {70'200 * ms, 2, core::ItemId{0}},
                           {200'000 * ms, 1, core::ItemId{0}}},
                          {{200 * ms, 0, false, false}, {60'000 * ms, 0, true, true}});
  script.parameters.silence_s = 1000;
  const overlay::Measures measures = play(script);
  REQUIRE(measures.queries.size() == 5);
  CHECK(measures.queries[0].hits == 2);
  CHECK(measures.queries[1].hits == 0);  // the server is off
  // The server is back and has forgotten all. Peer 1 tried in vain, and had a try again at 60.31 s;
  // 2 and 3 think that they are still logged in: the server finds nothing that they hold.
  CHECK(measures.queries[2].hits == 0);
  // Peer 2 asks, is told that it is unknown, logs in and asks again: 3 has still not asked.
  CHECK(measures.queries[3].hits == 0);
  CHECK(measures.queries[4].hits == 1);  // what peer 2 holds
  CHECK(measures.messages[5].messages == 1);
  CHECK(measures.servers[0].count.lost == 0);
}

TEST_CASE("clients that ask nothing notice after a while that their server has crashed") {
  // It is off from 200 to 250 ms; at 300 ms all log in anew and tell what they hold.
  Script script =
      star_of(4, {{2, 3}}, {{290 * ms, 1, core::ItemId{0}}, {900 * ms, 1, core::ItemId{0}}},
              {{200 * ms, 0, false, false}, {250 * ms, 0, true, true}});
  const overlay::Measures measures = play(script);
  REQUIRE(measures.queries.size() == 2);
  CHECK(measures.queries[0].hits == 0);
  CHECK(measures.queries[1].hits == 2);
  CHECK(measures.peer_queries[0].answered == 1);
}

TEST_CASE("a login that is lost in a crash is repeated") {
  // In service from 5 ms on, lost at 10; the client wonders at 110 ms, finds the server gone, and
  // tries again a minute later.
  Script script = star_of(3, {{2}}, {{100'000 * ms, 1, core::ItemId{0}}},
                          {{10 * ms, 0, false, false}, {1000 * ms, 0, true, true}});
  script.parameters.server.service_ms = core::Distribution{core::Constant{20}};
  const overlay::Measures measures = play(script);
  REQUIRE(measures.queries.size() == 1);
  CHECK(measures.queries[0].hits == 1);
}

TEST_CASE("a publication for which a server has no place is repeated") {
  // Peer 1 logs in first and is welcome at 30 ms. When it tells what it holds, at 35 ms, the server
  // is busy with the second login of peer 2, which asks at 29 ms.
  Script script = star_of(3, {{1}},
                          {{29 * ms, 2, core::ItemId{0}},
                           {50'000 * ms, 2, core::ItemId{0}},
                           {200'000 * ms, 2, core::ItemId{0}}},
                          {});
  script.parameters.server.places = 1;
  script.parameters.server.service_ms = core::Distribution{core::Constant{20}};
  const overlay::Measures measures = play(script);
  REQUIRE(measures.queries.size() == 3);
  CHECK(measures.queries[1].hits == 0);
  CHECK(measures.queries[2].hits == 1);
  CHECK(measures.messages[2].type == "publish");
  CHECK(measures.messages[2].messages == 2);
}

TEST_CASE("a goodbye that finds no place does not leave its client in the index for ever") {
  // The server is busy with the question of peer 1 when peer 2, which holds the item, leaves.
  Script script =
      star_of(3, {{2}}, {{10'000 * ms, 1, core::ItemId{0}}, {20'000 * ms, 1, core::ItemId{0}}},
              {{10'001 * ms, 2, false, true}});
  script.parameters.login_spread_s = 1;
  script.parameters.server.places = 1;
  script.parameters.server.service_ms = core::Distribution{core::Constant{20}};
  const overlay::Measures measures = play(script);
  REQUIRE(measures.queries.size() == 2);
  CHECK(measures.queries[0].hits == 1);
  CHECK(measures.queries[1].hits == 0);
}

TEST_CASE("a goodbye that a slow worker comes to late does not end the login after it") {
  // All are gone for a moment; each login and each goodbye has a worker of its own.
  constexpr PeerId away = 40;
  Script script = star_of(away + 2, {}, {}, {});
  for (PeerId peer = 1; peer <= away; ++peer) {
    script.holders.push_back({peer});
    script.changes.push_back({10'000 * ms, peer, false, true});
    script.queries.push_back({20'000 * ms, away + 1, core::ItemId{peer - 1}});
  }
  for (PeerId peer = 1; peer <= away; ++peer) {
    script.changes.push_back({10'001 * ms, peer, true, true});
  }
  script.parameters.silence_s = 60;
  script.parameters.server.workers = 3 * away;
  script.parameters.server.service_ms = core::Distribution{core::Exponential{20}};
  const overlay::Measures measures = play(script);
  REQUIRE(measures.queries.size() == away);
  for (const measure::QueryRecord& query : measures.queries) CHECK(query.hits == 1);
}

TEST_CASE("a message may have more than four gigabytes") {
  Script script = star_of(2, {}, {}, {});
  script.holders.assign(5000, {1});
  script.parameters.publish_item_bytes = 1'000'000;
  const overlay::Measures measures = play(script);
  CHECK(measures.messages[2].type == "publish");
  constexpr std::uint64_t all = 5'000'000'000;
  CHECK(measures.messages[2].bytes() == all);
  CHECK(measures.traffic[0].in.bytes == all + script.parameters.login_bytes);
}

TEST_CASE("clients without a server of their own are dealt out, and go on to the next that works") {
  // 0, 1 and 2 are servers by name; nobody is connected.
  overlay::Connections none;
  none.offsets = {0, 0, 0, 0, 0, 0, 0};
  const overlay::Servers servers(none, {0, 1, 2});
  CHECK(servers.choices(3) == 3);
  CHECK(servers.choice(3, 0) == 0);
  CHECK(servers.choice(4, 0) == 1);
  CHECK(servers.choice(4, 2) == 0);
  const overlay::Servers by_degree(star(5), {});
  CHECK(by_degree.all() == std::vector<PeerId>{0});
  CHECK(by_degree.choices(3) == 1);
  CHECK(by_degree.choice(3, 0) == 0);
}

TEST_CASE("a server without a place says so, and who could not log in tries again later") {
  Script script = star_of(
      4, {{2, 3}}, {{50'000 * ms, 1, core::ItemId{0}}, {200'000 * ms, 1, core::ItemId{0}}}, {});
  script.parameters.server.places = 1;
  script.parameters.server.service_ms = core::Distribution{core::Constant{20}};
  const overlay::Measures measures = play(script);
  // All three log in at one moment: one is served, two are told that the server is busy; after a
  // minute they try again, and one of them is refused once more.
  CHECK(measures.messages[7].type == "busy");
  CHECK(measures.messages[7].messages == 3);
  CHECK(measures.messages[1].messages == 3);
  REQUIRE(measures.queries.size() == 2);
  CHECK(measures.queries[0].hits == 0);
  CHECK(measures.queries[1].hits == 2);
}

}  // namespace brokered_test
