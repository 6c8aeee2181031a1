// Who is recorded to come and go is who comes and goes.
#include <algorithm>
#include <vector>

#include "tests/catch.hpp"
#include "tests/unit/replay/watched.hpp"

namespace presence_test {

using namespace rippletank;
using namespace rippletank::tests;
using overlay::PresenceChange;

TEST_CASE("recorded changes lead to those who are online at the end, for as long as they were") {
  std::size_t changes = 0;
  for (const Named& one : worth_watching()) {
    INFO(one.name);
    const Watched run = watched(one.scenario);
    const overlay::Attendance& attendance = run.outcome.measures.attendance;
    const core::PeerId peers = run.outcome.network.connections.peers();
    std::vector<bool> online(peers, true);
    std::vector<core::Time> since(peers, 0);
    std::vector<core::Time> stayed(peers, 0);
    core::Time before = 0;
    for (const PresenceChange& change : run.recording.presence) {
      REQUIRE(change.peer < peers);
      CHECK(change.time >= before);
      CHECK(online[change.peer] != change.online);
      if (!change.online) stayed[change.peer] += change.time - since[change.peer];
      since[change.peer] = change.time;
      online[change.peer] = change.online;
      before = change.time;
      ++changes;
    }
    CHECK(attendance.online() == std::count(online.begin(), online.end(), true));
    for (core::PeerId peer = 0; peer < peers; ++peer) {
      CHECK(attendance.is_online(peer) == online[peer]);
      if (online[peer]) stayed[peer] += run.outcome.online - since[peer];
      CHECK(attendance.time_online(peer, run.outcome.online) == stayed[peer]);
    }
  }
  CHECK(changes > 100);
}

TEST_CASE("nobody sends or gets anything while away") {
  const Watched run = watched(flood_under_churn());
  std::vector<bool> online(run.outcome.network.connections.peers(), true);
  auto change = run.recording.presence.begin();
  const auto advance = [&](core::Time time) {
    for (; change != run.recording.presence.end() && change->time <= time; ++change) {
      online[change->peer] = change->online;
    }
  };
  for (const replay::Message& message : run.recording.messages) {
    advance(message.sent);
    CHECK(online[message.from]);
  }
  std::vector<replay::Message> ended = run.recording.messages;
  std::sort(ended.begin(), ended.end(),
            [](const auto& a, const auto& b) { return a.ended < b.ended; });
  online.assign(online.size(), true);
  change = run.recording.presence.begin();
  std::size_t dropped = 0;
  for (const replay::Message& message : ended) {
    if (message.fate == replay::Fate::travelling) continue;
    advance(message.ended);
    CHECK(online[message.to] == (message.fate != replay::Fate::dropped));
    if (message.fate == replay::Fate::dropped) ++dropped;
  }
  CHECK(dropped > 10);
}

}  // namespace presence_test
