// For how long Freenet's peers wait, and what an answer that comes late must not change.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/unit/protocols/freenet_by_hand.hpp"

namespace freenet_waiting_test {

using namespace rippletank;
using namespace rippletank::tests;
using core::PeerId;
using core::second;
using core::Time;

namespace {

/// By the usual parameters a peer waits 17.72 s over one hop, 27.4 s over two, 35.8 s over three.
FreenetScript usual(const overlay::Connections& rows, const std::set<PeerId>& holders,
                    std::uint32_t htl_hops) {
  FreenetScript script = by_hand(rows, fn::Parameters(), holders, 1000);
  script.parameters.htl_hops = htl_hops;
  script.parameters.closeness = fn::Closeness::circle;
  return script;
}

/// Of two peers, the one whose key is closer to the item.
PeerId nearer(PeerId one, PeerId other) {
  const auto rank = [](PeerId peer) {
    const fn::Key up = fn::key_of_peer(1, peer) - fn::key_of_item(1, 0);
    return std::min(up, fn::Key{0} - up);
  };
  return rank(one) < rank(other) ? one : other;
}

}  // namespace

TEST_CASE("a peer waits n hops of their mean and 1.96 of their standard deviation") {
  const fn::Parameters given;
  overlay::Connections rows = line_of(2);
  const fn::State state(given, {rows, 1, {}});
  CHECK(core::to_seconds(state.patience(1)) == Approx(17.72));
  CHECK(core::to_seconds(state.patience(0)) == Approx(17.72));
  CHECK(core::to_seconds(state.patience(4)) == Approx(43.44));
  CHECK(core::to_seconds(state.patience(20)) == Approx(141.36).epsilon(1e-4));
  CHECK(state.patience(21) == state.patience(20));
  fn::Parameters patient;
  patient.hop_s = patient.hop_sd_s = 0;
  CHECK(fn::State(patient, {rows, 1, {}}).patience(7) == core::never);
}

TEST_CASE("the last peer of an insert waits for the data although it has asked nobody") {
  // It is asked after 7 s, its answer takes 7 s and the data 7 s: less than a hop is waited for.
  FreenetScript script = inserting(usual(line_of(2), {0}, 1));
  script.delays.assign(2, std::vector<Time>(2, 7 * second));
  const FreenetPlayed played = play_freenet(script);
  const measure::RequestRecord& record = played.measures.requests.at(0);
  CHECK(outcome_name(record) == "stored");
  CHECK(record.duration == 28 * second);
  CHECK(holds(played, 1));
  CHECK(played.figure("timeouts") == 0);
}

TEST_CASE("a newcomer's announcement is known where it ends, however long the ways are") {
  FreenetScript script = usual(line_of(2), {0}, 1);
  script.parameters.first_peers = 1;
  script.parameters.announce_htl_hops = 1;
  script.delays.assign(2, std::vector<Time>(2, 7 * second));
  const FreenetPlayed played = play_freenet(script);
  CHECK(played.figure("announcements") == 1);
  CHECK(played.figure("announcements_complete") == 1);
  CHECK(source_at(played, 0, fn::key_of_peer(1, 1)) == 1);
}

TEST_CASE("a peer that has lost its patience and asks nobody else still waits for the data") {
  FreenetScript script = inserting(usual(line_of(4), {0}, 3));
  // Peer 2 has accepted, and asks peer 3, when it goes.
  script.changes = {{second + 250 * core::millisecond, 2, false, false}};
  const FreenetPlayed played = play_freenet(script);
  const measure::RequestRecord& record = played.measures.requests.at(0);
  CHECK(outcome_name(record) == "stored");
  CHECK(record.path_hops == 1U);
  CHECK(holds(played, 1));
}

TEST_CASE("a peer waits although nobody else does any more when the request comes to it") {
  // Peer 0 gives up after 17.72 s, when its request has not yet arrived; so does peer 1 then.
  FreenetScript script = asking(usual(rows_of({{1}, {2}, {}, {}}), {3}, 5), {0});
  script.delays[0][1] = script.delays[1][2] = 20 * second;
  const FreenetPlayed played = play_freenet(script);
  CHECK(outcome_name(played.measures.requests.at(0)) == "lost");
  CHECK(played.figure("timeouts") == 2);
}

TEST_CASE("a branch that was given up tells nothing of the way of an insert") {
  // Who is asked first gets the question so late that the other branch, of two hops, is complete.
  const PeerId first = nearer(1, 2);
  const PeerId other = 3 - first;
  const auto rows = other == 1 ? rows_of({{1, 2}, {3}, {}, {}}) : rows_of({{1, 2}, {}, {3}, {}});
  FreenetScript script = inserting(usual(rows, {0}, 20));
  script.delays[0][first] = 17'950 * core::millisecond;
  const FreenetPlayed played = play_freenet(script);
  const measure::RequestRecord& record = played.measures.requests.at(0);
  CHECK(outcome_name(record) == "stored");
  CHECK(record.path_hops == 2U);
}

TEST_CASE("the data of a request come from the peer from which they came") {
  // Both branches have the item: the one that was given up sends it while the other's is coming.
  const PeerId first = nearer(1, 2);
  const PeerId other = 3 - first;
  const auto rows = other == 1 ? rows_of({{1, 2}, {3}, {}, {}}) : rows_of({{1, 2}, {}, {3}, {}});
  FreenetScript script = asking(usual(rows, {first, 3}, 20), {0});
  script.delays[0][first] = 17'950 * core::millisecond;
  const FreenetPlayed played = play_freenet(script);
  check_freenet_sums(played);
  const measure::RequestRecord& record = played.measures.requests.at(0);
  CHECK(outcome_name(record) == "found");
  CHECK(record.path_hops == 2U);
  REQUIRE(played.measures.downloads.size() == 1);
  CHECK(played.measures.downloads.front().from == 3);
}

TEST_CASE(
    "who goes and comes back, and is asked again, has answered the first question all the same") {
  // Peer 0 asks one that hears of it too late, and then the holder, whose data take long. Meanwhile
  // that is away for a moment, and the late one asks it, too.
  const PeerId late = nearer(1, 2);
  const PeerId holder = 3 - late;
  const auto rows = late == 1 ? rows_of({{1, 2}, {2}, {}}) : rows_of({{1, 2}, {}, {1}});
  FreenetScript script = asking(usual(rows, {holder}, 20), {0});
  script.delays[0][late] = 20 * second;
  script.delays[holder][0] = 17 * second;
  script.changes = {{1018 * second, holder, false, false}, {1019 * second, holder, true, true}};
  const FreenetPlayed played = play_freenet(script);
  const measure::RequestRecord& record = played.measures.requests.at(0);
  CHECK(outcome_name(record) == "found");
  CHECK(record.duration == 34'820 * core::millisecond);
  CHECK(record.asked == 3);
  CHECK(record.path_hops == 1U);
}

TEST_CASE("a request for which somebody still waits at the end of the run is unfinished") {
  FreenetScript script = asking(usual(line_of(3), {2}, 20), {0});
  script.changes = {{1000 * second + 50 * core::millisecond, 2, false, false},
                    {1000 * second + 150 * core::millisecond, 1, false, false}};
  script.horizon = 1030 * second;
  const FreenetPlayed played = play_freenet(script);
  CHECK(std::string(played.measures.requests.at(0).reason) == "unfinished");
  script.horizon = core::never;
  const FreenetPlayed whole = play_freenet(script);
  CHECK(std::string(whole.measures.requests.at(0).reason) == "no_answer");
  CHECK(whole.measures.requests.at(0).duration.has_value());
}

}  // namespace freenet_waiting_test
