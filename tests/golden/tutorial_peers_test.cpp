// The answers of the tutorial on peers without servers, counted here as a student does.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "tests/golden/answers.hpp"

namespace tutorial_peers_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

using Counts = std::vector<std::uint64_t>;

constexpr core::Time step = 50 * core::millisecond;  // every connection takes so long
constexpr core::Time to_send = 40 * core::second;    // a million bytes at 200 kbit/s

Counts reach(const run::Outcome& outcome) {
  Counts reach;
  for (const auto& query : outcome.measures.queries) reach.push_back(query.reach);
  return reach;
}

Counts hits(const run::Outcome& outcome) {
  Counts hits;
  for (const auto& query : outcome.measures.queries) hits.push_back(query.hits);
  return hits;
}

std::uint64_t figure(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (figure.name == name) return std::get<std::uint64_t>(figure.value);
  }
  FAIL("there is no figure " << name);
  return 0;
}

measure::MessageCount sent(const run::Outcome& outcome, const std::string& type) {
  for (const measure::MessageCount& count : outcome.measures.messages) {
    if (count.type == type) return count;
  }
  FAIL("there is no message " << type);
  return {};
}

void check_sent(const run::Outcome& outcome, const std::string& type, std::uint64_t messages,
                std::uint64_t bytes_each) {
  INFO(type);
  CHECK(sent(outcome, type).messages == messages);
  CHECK(sent(outcome, type).bytes() == messages * bytes_each);
}

std::string failure(const std::string& at_s, const std::string& duration_s,
                    const std::string& peer) {
  return R"(/failures=[{"at_s":)" + at_s + R"(,"duration_s":)" + duration_s + R"(,"peers":[)" +
         peer + "]}]";
}

}  // namespace

TEST_CASE("21_gnutella: who is reached, by how many copies, of how many bytes", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("21_gnutella", {});
  CHECK(reach(outcome) == Counts{9, 9, 9});
  CHECK(hits(outcome) == Counts{1, 1, 0});
  // 0 to 1, 2; these to each other, 4 and 5; these to 6 both, 7 and 8; 6 to 5 and 9, 8 to 3.
  constexpr std::uint64_t copies = 2 + 4 + 4 + 3;
  for (const auto& query : outcome.measures.queries) CHECK(query.duplicates == copies - 9);
  // Header 23; least speed 2, 18 letters, a zero.
  check_sent(outcome, "query", 3 * copies, 23 + 2 + 18 + 1);
  // 11, 10 and a name of 20 letters for the result, 7 of the vendor, 16 for the holder; four hops.
  check_sent(outcome, "query_hit", 2 * 4, 23 + 11 + 10 + 20 + 7 + 16);
  check_sent(outcome, "push", 4, 23 + 16 + 4 + 4 + 2);
  // "GIV ", index 4, ":", 32 digits, "/", name 20, two newlines.
  check_sent(outcome, "giv", 1, 4 + 4 + 1 + 32 + 1 + 20 + 2);
  CHECK(reach(play_tutorial("21_gnutella", {"/overlay/protocol/ttl_hops=6"})) ==
        Counts{11, 11, 11});
}

TEST_CASE("21_gnutella: a file comes straight, after a push if its holder is behind a firewall",
          "[tutorial]") {
  const run::Outcome outcome = play_tutorial("21_gnutella", {});
  const auto& downloads = outcome.measures.downloads;
  REQUIRE(downloads.size() == 2);
  // Four hops there and back, a second to choose; the request, or push 4, GIV 1, request 1.
  const core::Time chosen = 8 * step + core::second;
  CHECK(std::string(downloads[0].method) == "direct");
  CHECK(downloads[0].start == chosen + step);
  CHECK(std::string(downloads[1].method) == "push");
  CHECK(downloads[1].start == 100 * core::second + chosen + 6 * step);
  for (const auto& download : downloads) CHECK(*download.duration == to_send + step);
  // With all behind firewalls nobody is connected; with 0 and 3 its demo is found and out of reach.
  const run::Outcome alone = play_tutorial("21_gnutella", {R"(/firewalls={"fraction":1})"});
  CHECK(reach(alone) == Counts{0, 0, 0});
  CHECK(figure(alone, "connections_blocked") == 13);
  const run::Outcome both = play_tutorial("21_gnutella", {"/firewalls/ids=[0,3]"});
  CHECK(hits(both) == Counts{1, 1, 0});
  CHECK(both.measures.downloads.back().status == measure::DownloadStatus::unreachable);
  const run::Outcome relayed = play_tutorial(
      "21_gnutella", {"/firewalls/ids=[0,3]", R"(/firewalls/traversal=["push","relay"])"});
  CHECK(relayed.measures.downloads.back().relay == 2);
}

TEST_CASE("21_gnutella: hits and pushes are lost with a peer on their way", "[tutorial]") {
  // The hit leaves 6 for 4 after 250 ms.
  const run::Outcome late = play_tutorial("21_gnutella", {failure("0.27", "10", "4")});
  CHECK(hits(late) == Counts{0, 1, 0});
  CHECK(reach(late) == Counts{9, 9, 9});
  CHECK(figure(late, "hits_lost_dropped") == 1);
  // Without 4 from the start 6 has it of 5; 4 and 7 are not reached.
  const run::Outcome early = play_tutorial("21_gnutella", {failure("0.08", "10", "4")});
  CHECK(hits(early) == Counts{1, 1, 0});
  CHECK(reach(early) == Counts{7, 9, 9});
  // Asked at 101.4 s in vain; 30 s of patience, 60 s until the next try, and then as before.
  const run::Outcome away = play_tutorial("21_gnutella", {failure("101", "60", "5")});
  CHECK(figure(away, "pushes_lost") == 1);
  REQUIRE(away.measures.downloads.size() == 3);
  CHECK(away.measures.downloads[1].status == measure::DownloadStatus::unanswered);
  CHECK(away.measures.downloads[2].start ==
        (100 + 1 + 30 + 60) * core::second + 8 * step + 6 * step);
}

namespace {

/// Connections at the end from peers below `border` to others.
std::uint64_t across(const run::Outcome& outcome, core::PeerId border) {
  const overlay::Connections& connections = outcome.measures.connections.value();
  std::uint64_t count = 0;
  for (core::PeerId peer = 0; peer < border; ++peer) {
    for (auto i = connections.offsets[peer]; i < connections.offsets[peer + 1]; ++i) {
      if (connections.neighbours[i] >= border) ++count;
    }
  }
  return count;
}

}  // namespace

TEST_CASE("22_joining: one network while a peer is in both, and once both know each other",
          "[tutorial]") {
  const run::Outcome outcome = play_tutorial("22_joining", {});
  // The others of its own network; all; its own again; all but 24 and 0, which have gone.
  CHECK(reach(outcome) == Counts{12 - 1, 25 - 1, 12 - 1, 23 - 1});
  CHECK(across(outcome, 12) == 2);
  const std::uint64_t made = figure(outcome, "connections_made");
  const std::uint64_t refused = figure(outcome, "connections_refused");
  const measure::MessageCount asked = sent(outcome, "connect");
  CHECK(asked.messages == made + refused + (asked.messages - asked.delivered));
  check_sent(outcome, "connect", asked.messages, 22);
  check_sent(outcome, "ok", made, 13);
  CHECK(sent(outcome, "refuse").messages == refused);
  CHECK(sent(outcome, "refuse").bytes() % 37 == 0);
  // 24 crashed with three connections, 0 said good-bye to five.
  CHECK(sent(outcome, "close").messages == 5);
  CHECK(outcome.measures.connections.value().neighbours.size() == 2 * (made - 3 - 5));
}

TEST_CASE("22_joining: without the one who knows both, networks stay apart", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("22_joining", {"/failures/0/duration_s=300"});
  CHECK(reach(outcome) == Counts{11, 11, 11, 10});
  CHECK(across(outcome, 12) == 0);
  CHECK(figure(outcome, "components_at_end") == 2);
}

namespace {

constexpr std::uint64_t searches = 40;  // one of each leaf
constexpr std::uint64_t around_the_ring = 10;

const std::string unique_words = "/overlay/protocol/vocabulary=100000";
const std::string all_on_last_hop = "/overlay/protocol/last_hop_filter=false";

const Settings two_for_three_leaves = {
    R"(/overlay/topology={"model":"clustered","clusters":10,"leaves_per_cluster":3,"partners":2,)"
    R"("core":"ring"})",
    "/queries/origins=[20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,"
    "45,46,47,48,49]"};

std::uint64_t messages_of(const run::Outcome& outcome, core::PeerId peer) {
  const measure::InOut& traffic = outcome.measures.traffic[peer];
  return traffic.in.messages + traffic.out.messages;
}

}  // namespace

TEST_CASE("23_ultrapeers: the same answers, and leaves are spared", "[tutorial]") {
  const run::Outcome routed = play_tutorial("23_ultrapeers", {});
  const run::Outcome equal =
      play_tutorial("23_ultrapeers", {R"(/overlay/protocol={"model":"gnutella_0_4"})"});
  CHECK(hits(routed) == hits(equal));
  CHECK(sent(routed, "query_hit").messages == sent(equal, "query_hit").messages);
  // Both ways over each of 50 connections, less the 49 first copies.
  CHECK(sent(equal, "query").messages == searches * (2 * 50 - 49));
  CHECK(reach(equal) == Counts(searches, 49));
  const run::Outcome all = play_tutorial("23_ultrapeers", {all_on_last_hop});
  CHECK(sent(all, "query").messages ==
        searches * (1 + around_the_ring) + figure(all, "leaf_queries"));
  CHECK(figure(all, "leaf_queries") == figure(routed, "leaf_queries"));
  for (const auto& query : routed.measures.queries) CHECK(query.reach < 30);
  // An ultrapeer has more to do than a leaf, and less than the one in its place had.
  for (core::PeerId ultrapeer = 0; ultrapeer < 10; ++ultrapeer) {
    CHECK(messages_of(routed, ultrapeer) < messages_of(equal, ultrapeer));
    for (core::PeerId leaf = 10; leaf < 50; ++leaf) {
      CHECK(messages_of(routed, leaf) < messages_of(equal, leaf));
      CHECK(messages_of(routed, ultrapeer) > messages_of(routed, leaf));
    }
  }
}

TEST_CASE("23_ultrapeers: how often a leaf is asked in vain", "[tutorial]") {
  const run::Outcome unique = play_tutorial("23_ultrapeers", {unique_words});
  CHECK(figure(unique, "leaf_queries_in_vain") == 0);
  // Of the 39 other leaves, those without the file (46 of 50) that hold one of the 99 others which
  // has the same word (1 in 50) and is there (4 of 50).
  const double has_word = 1 - std::pow(1 - 1.0 / 50 * 4 / 50, 99);
  const double expected = static_cast<double>(searches) * 39 * 46 / 50 * has_word;
  constexpr std::uint64_t seeds = 30;
  const scenario::Scenario scenario = tutorial("23_ultrapeers", {});
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto in_vain = figure(run::run(scenario, seed), "leaf_queries_in_vain");
    sum += static_cast<double>(in_vain);
  }
  // How many of the 99 others have its word is binomial; each is at 4 of 50, so at 36 * 4 / 50 of
  // these leaves. 40 queries that draw from 100 files ask for one of them again now and then: the
  // squares of how often each is asked for sum up to 40 + 40 * 39 / 100.
  const double deviation =
      std::sqrt(40 + 40 * 39 / 100.0) * 36 * 4 / 50 * std::sqrt(99.0 / 50 * 49 / 50);
  INFO("mean " << sum / seeds << ", expected " << expected);
  CHECK(std::abs(sum / seeds - expected) < 3 * deviation / std::sqrt(double{seeds}));
}

TEST_CASE("23_ultrapeers: leaves are lost with their only ultrapeer, not with one of two",
          "[tutorial]") {
  const std::string gone = R"(/failures=[{"at_s":50,"peers":[0]}])";
  const run::Outcome one = play_tutorial("23_ultrapeers", {gone});
  Counts found = reach(one);
  REQUIRE(found.size() == searches);
  for (std::size_t i = 0; i < searches; ++i) CHECK((found[i] == 0) == (i < 4));
  Settings settings = two_for_three_leaves;
  settings.push_back(gone);
  const Counts answers = hits(play_tutorial("23_ultrapeers", settings));
  CHECK(answers.size() == 30);
  CHECK(std::count(answers.begin(), answers.end(), 0U) == 0);
}

TEST_CASE("23_ultrapeers: what a second ultrapeer in each cluster costs", "[tutorial]") {
  Settings settings = two_for_three_leaves;
  settings.insert(settings.end(), {unique_words, all_on_last_hop});
  const run::Outcome two = play_tutorial("23_ultrapeers", settings);
  // To both; from these to the other and four next door; from 16 to four; two are the last. And to
  // a leaf that has it, from both of its ultrapeers.
  CHECK(sent(two, "query").messages == 30 * (2 + 2 * 5 + 16 * 4) + 2 * figure(two, "leaf_queries"));
}

}  // namespace tutorial_peers_test
