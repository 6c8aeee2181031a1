// Incidents: what several causes do to peers at a moment, held against counting them one by one,
// and what is left against a search through the connections.
#include "sim/run/incidents.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "tests/stream.hpp"

namespace incidents_test {

using namespace rippletank;

namespace {

using overlay::PresenceChange;
using Changes = std::vector<PresenceChange>;

run::FailureEvent event(core::Time time, std::uint32_t failure, run::FailureReason reason,
                        std::vector<core::PeerId> peers) {
  run::FailureEvent made;
  made.time = time;
  made.failure = failure;
  made.reason = reason;
  made.peers = std::move(peers);
  return made;
}

overlay::Connections random_connections(core::PeerId peers, core::Substream& random) {
  std::vector<std::vector<core::PeerId>> rows(peers);
  for (core::PeerId a = 0; a < peers; ++a) {
    for (core::PeerId b = a + 1; b < peers; ++b) {
      if (random.uniform() > 2.0 / peers) continue;
      rows[a].push_back(b);
      rows[b].push_back(a);
    }
  }
  overlay::Connections made;
  made.offsets.push_back(0);
  for (const auto& row : rows) {
    for (const core::PeerId other : row) made.neighbours.push_back(other);
    made.offsets.push_back(static_cast<std::uint32_t>(made.neighbours.size()));
  }
  return made;
}

/// Plays the part of the run loop: all changes that are told, in order.
struct Played {
  Changes changes;
  run::IncidentRecord record;
  std::vector<core::Time> nothing;  ///< moments at which nobody could tell that anything happened

  Played(const std::vector<run::FailureEvent>& events, run::Churn churn,
         const overlay::Connections& connections, bool peers_connect = false) {
    run::Incidents incidents(events, std::move(churn), nullptr, connections.peers(), core::never);
    const overlay::Presence presence = incidents.presence();
    const overlay::Attendance attendance(connections.peers());
    overlay::NetworkView view{0, attendance, connections, {}, {}};
    view.made_connections = [&]() -> std::optional<overlay::Connections> {
      if (!peers_connect) return {};
      return connections;
    };
    while (presence.next_time() != core::never) {
      view.now = presence.next_time();
      const overlay::Happening happening = presence.happen(view);
      for (const PresenceChange& change : happening.changes) changes.push_back(change);
      if (happening.nothing) nothing.push_back(view.now);
      if (happening.nothing) continue;
      ++view.happened;
      if (happening.look) presence.look(view, overlay::Occasion::happening);
    }
    record = incidents.take_record();
  }
};

/// Parts of the peers that are there, by spreading marks along connections until none is new.
run::Remains naive_remains(const overlay::Connections& connections,
                           const std::vector<int>& causes) {
  run::Remains remains;
  std::vector<bool> marked(causes.size());
  for (core::PeerId first = 0; first < causes.size(); ++first) {
    if (causes[first] > 0) continue;
    ++remains.peers_online;
    if (marked[first]) continue;
    ++remains.components;
    std::vector<core::PeerId> part = {first};
    marked[first] = true;
    for (std::size_t i = 0; i < part.size(); ++i) {
      for (auto slot = connections.offsets[part[i]]; slot < connections.offsets[part[i] + 1];
           ++slot) {
        const core::PeerId to = connections.neighbours[slot];
        if (causes[to] > 0 || marked[to]) continue;
        marked[to] = true;
        part.push_back(to);
      }
    }
    remains.largest_component =
        std::max(remains.largest_component, static_cast<core::PeerId>(part.size()));
  }
  return remains;
}

bool alike(const PresenceChange& a, const PresenceChange& b) {
  return a.time == b.time && a.peer == b.peer && a.online == b.online &&
         (a.online || a.announced == b.announced);
}

}  // namespace

TEST_CASE("of several failures at one moment only the outcome is told") {
  using Reason = run::FailureReason;
  core::Substream random(1, "test/incidents");
  const overlay::Connections connections = random_connections(4, random);
  // Peer 1 is away from 1 to 6, as its second failure begins when the first ends; 2 from 2 to 4.
  const Played played({event(1, 0, Reason::leave, {1}), event(2, 2, Reason::crash, {1, 2}),
                       event(3, 0, Reason::repair, {1}), event(3, 1, Reason::crash, {1}),
                       event(4, 2, Reason::repair, {1, 2}), event(6, 1, Reason::repair, {1})},
                      {}, connections);
  REQUIRE(played.changes.size() == 4);
  CHECK(alike(played.changes[0], {1, 1, false, true}));
  CHECK(alike(played.changes[1], {2, 2, false, false}));
  CHECK(alike(played.changes[2], {4, 2, true, true}));
  CHECK(alike(played.changes[3], {6, 1, true, true}));
  CHECK(played.nothing == std::vector<core::Time>{3});
  CHECK(played.record.incidents.size() == 6);
}

TEST_CASE("a peer that is away by itself and by a failure is back when neither keeps it") {
  using Reason = run::FailureReason;
  core::Substream random(1, "test/incidents");
  const overlay::Connections connections = random_connections(3, random);
  run::Churn churn;
  churn.initially_offline = {2};
  churn.changes =
      tests::stream(Changes{{2, 0, false, true}, {5, 0, true, true}, {9, 2, true, true}});
  const Played played({event(1, 0, Reason::crash, {0}), event(4, 0, Reason::repair, {0}),
                       event(9, 1, Reason::crash, {1, 2})},
                      std::move(churn), connections);
  REQUIRE(played.changes.size() == 3);
  CHECK(alike(played.changes[0], {1, 0, false, false}));
  CHECK(alike(played.changes[1], {5, 0, true, true}));
  CHECK(alike(played.changes[2], {9, 1, false, false}));
  CHECK(played.nothing == std::vector<core::Time>{2, 4});
  CHECK(played.record.incidents[2].remains.peers_online == 1);
}

TEST_CASE("what is left is told after what changes nothing, too, where peers make connections") {
  using Reason = run::FailureReason;
  core::Substream random(1, "test/incidents");
  const overlay::Connections connections = random_connections(6, random);
  const std::vector<run::FailureEvent> events = {
      event(1, 0, Reason::crash, {1}), event(2, 1, Reason::crash, {1}),
      event(3, 0, Reason::repair, {1}), event(4, 1, Reason::repair, {1})};
  const Played made(events, {}, connections, true);
  const Played kept(events, {}, connections, false);
  CHECK(made.nothing == std::vector<core::Time>{2, 3});
  REQUIRE(made.record.incidents.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(made.record.incidents[i].remains == kept.record.incidents[i].remains);
    CHECK(made.record.incidents[i].before == kept.record.incidents[i].before);
    CHECK(made.record.incidents[i].remains.peers_online == (i == 3 ? 6 : 5));
  }
}

namespace {

/// What fails and who comes and goes at few moments, so that much happens at once.
struct RandomCauses {
  static constexpr core::Time end = 14;
  std::vector<run::FailureEvent> events;  ///< in their order
  std::vector<core::PeerId> initially_offline;
  Changes alone;

  RandomCauses(core::PeerId peers, core::Substream& random) {
    const auto failures = static_cast<std::uint32_t>(random.below(5));
    for (std::uint32_t failure = 0; failure < failures; ++failure) add(failure, peers, random);
    std::stable_sort(events.begin(), events.end(),
                     [](const auto& a, const auto& b) { return a.order() < b.order(); });
    std::vector<bool> off(peers);
    for (core::PeerId peer = 0; peer < peers; ++peer) {
      off[peer] = random.below(4) == 0;
      if (off[peer]) initially_offline.push_back(peer);
    }
    for (core::Time time = 0; time < end; ++time) {
      for (core::PeerId peer = 0; peer < peers; ++peer) {
        if (random.below(6) != 0) continue;
        alone.push_back({time, peer, off[peer], random.below(2) == 0});
        off[peer] = !off[peer];
      }
    }
  }

  run::Churn churn() const {
    run::Churn made;
    made.changes = tests::stream(alone);
    made.initially_offline = initially_offline;
    return made;
  }

 private:
  void add(std::uint32_t failure, core::PeerId peers, core::Substream& random) {
    std::vector<core::PeerId> chosen;
    for (core::PeerId peer = 0; peer < peers; ++peer) {
      if (random.below(3) == 0) chosen.push_back(peer);
    }
    const auto begin = static_cast<core::Time>(random.below(8));
    const auto back = begin + 1 + static_cast<core::Time>(random.below(5));
    const auto reason =
        random.below(2) == 0 ? run::FailureReason::leave : run::FailureReason::crash;
    events.push_back(event(begin, failure, reason, chosen));
    events.push_back(event(back, failure, run::FailureReason::repair, chosen));
  }
};

/// What they come to, by counting the causes that keep each peer away.
struct Naive {
  Changes changes;
  std::vector<run::Remains> remains;

  Naive(const RandomCauses& given, const overlay::Connections& connections) {
    std::vector<int> causes(connections.peers());
    for (const core::PeerId peer : given.initially_offline) ++causes[peer];
    for (core::Time time = 0; time < RandomCauses::end; ++time) {
      const std::vector<int> before = causes;
      std::map<core::PeerId, bool> announced;  // by the first cause of the moment
      for (const run::FailureEvent& each : given.events) {
        if (each.time != time) continue;
        const bool back = each.reason == run::FailureReason::repair;
        for (const core::PeerId peer : each.peers) {
          causes[peer] += back ? -1 : 1;
          if (!back) announced.try_emplace(peer, each.reason == run::FailureReason::leave);
        }
        remains.push_back(naive_remains(connections, causes));
      }
      for (const PresenceChange& change : given.alone) {
        if (change.time != time) continue;
        causes[change.peer] += change.online ? -1 : 1;
        if (!change.online) announced.try_emplace(change.peer, change.announced);
      }
      for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
        if ((before[peer] > 0) == (causes[peer] > 0)) continue;
        const bool online = causes[peer] == 0;
        changes.push_back({time, peer, online, online || announced.at(peer)});
      }
    }
  }
};

}  // namespace

TEST_CASE("failures and churn at random are what counting causes one by one makes of them") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    core::Substream random(seed, "test/incidents");
    const auto peers = static_cast<core::PeerId>(2 + random.below(9));
    const overlay::Connections connections = random_connections(peers, random);
    const RandomCauses given(peers, random);
    const Played played(given.events, given.churn(), connections);
    const Naive expected(given, connections);
    REQUIRE(played.changes.size() == expected.changes.size());
    for (std::size_t i = 0; i < expected.changes.size(); ++i) {
      CHECK(alike(played.changes[i], expected.changes[i]));
    }
    REQUIRE(played.record.incidents.size() == expected.remains.size());
    for (std::size_t i = 0; i < expected.remains.size(); ++i) {
      CHECK(played.record.incidents[i].remains == expected.remains[i]);
    }
  }
}

}  // namespace incidents_test
