// WASTE by hand: what each message has, how far it goes, and what a firewall leaves.
#include "tests/unit/protocols/naive_waste.hpp"

namespace waste_test {

using namespace rippletank;
using namespace rippletank::tests::waste;

namespace {

/// Two that nobody can connect to, 0 and 2, and one that is open.
Script friends_behind_firewalls() {
  Script script;
  script.peers = 3;
  script.connections = {{0, 1}, {1, 2}, {0, 2}};
  script.firewalled = {0, 2};
  script.holders = {{2}};
  script.queries = {fetch(core::second, 0, 0)};
  return script;
}

}  // namespace

TEST_CASE("two peers behind firewalls exchange a file through an open one") {
  const Played played = play(friends_behind_firewalls());
  CHECK(played.figure("links_opened") == 2);
  CHECK(played.figure("links_at_end") == 2);
  // Per link and way 40 + 512 + 16 bytes, in six steps of which TCP takes two.
  CHECK(played.messages("handshake") == 2 * 6);
  CHECK(played.bytes("handshake") == 2 * 2 * 568);
  CHECK(played.figure("handshake_bytes") == 2 * 2 * 568);
  CHECK(played.bytes("capabilities") == 4 * (40 + 24));

  // 3 + 10 bytes of text; 21 + 18 + 40 of an answer; each over two links, each padded to eights.
  CHECK(played.messages("search") == 2);
  CHECK(played.bytes("search") == 2 * (40 + 16));
  CHECK(played.messages("search_reply") == 2);
  CHECK(played.bytes("search_reply") == 2 * (40 + 80));
  // 10,000 bytes are two chunks of 4,096 and one of 1,808: one round. All over two links.
  CHECK(played.messages("file_request") == 2);
  CHECK(played.bytes("file_request") == 2 * (40 + 104));
  CHECK(played.bytes("file_header") == 2 * (40 + 88));
  CHECK(played.messages("file_chunk") == 2 * 3);
  CHECK(played.bytes("file_chunk") == 2 * (2 * (40 + 4104) + 40 + 1816));
  CHECK(played.count("file_chunk").payload_bytes == 2 * 10'000);
  CHECK(played.bytes("file_done") == 2 * (40 + 40));
  // The one in between has passed on one of two of all that.
  CHECK(played.figure("relayed_messages") >= 8);

  REQUIRE(played.measures.downloads.size() == 1);
  const measure::DownloadRecord& download = played.measures.downloads.front();
  CHECK(download.from == 2);
  CHECK(download.to == 0);
  CHECK(download.bytes == 10'000);
  CHECK(download.carried_bytes == 10'000);
  CHECK(std::string(download.method) == "routed");
  CHECK(download.status == measure::DownloadStatus::complete);
  CHECK(played.measures.carried[2].up == 10'000);
  CHECK(played.measures.carried[0].down == 10'000);
  CHECK(played.measures.carried[1].up == 0);
  // Search and answer, request and chunks: there and back over two links each.
  CHECK(played.query(0).first_hit == 4 * delay);
  CHECK(played.query(0).first_hit_hops == 2);
  CHECK(played.query(0).downloaded == 8 * delay);
}

TEST_CASE("without an open one, two peers behind firewalls have nothing of each other") {
  Script script = friends_behind_firewalls();
  script.connections = {{0, 2}};
  const Played played = play(script);
  for (const measure::MessageCount& count : played.measures.messages) CHECK(count.messages == 0);
  CHECK(played.query(0).hits == 0);
  CHECK(played.measures.downloads.empty());

  script.firewalled = {0};  // then 2 cannot dial it, but is dialled
  const Played open = play(script);
  CHECK(open.query(0).downloaded.has_value());
  REQUIRE(open.measures.downloads.size() == 1);
  CHECK(std::string(open.measures.downloads.front().method) == "direct");
}

TEST_CASE("a broadcast goes six hops, and its answers find their way back") {
  Script script;
  script.peers = 10;
  script.connections = line(10);
  script.holders = {{6}, {7}};
  script.queries = {ask(core::second, 0, 0), ask(2 * core::second, 0, 1)};
  const Played played = play(script);
  for (std::size_t number : {0U, 1U}) {
    const measure::QueryRecord& query = played.query(number);
    CHECK(query.ttl_hops == 6);
    CHECK(query.reach == 6);
    REQUIRE(query.hops.size() == 7);
    for (std::size_t hop = 1; hop <= 6; ++hop) CHECK(query.hops[hop].peers_reached == 1);
    CHECK(query.duplicates == 0);
  }
  CHECK(played.query(0).hits == 1);
  CHECK(played.query(0).first_hit_hops == 6);
  CHECK(played.query(1).hits == 0);

  script.parameters.ttl_hops = 3;
  CHECK(play(script).query(0).reach == 3);
  script.parameters.ttl_hops = 6;
  script.parameters.origin_ttl_hops = 2;
  CHECK(play(script).query(0).reach == 2);
}

TEST_CASE("who has a slow line is a leaf, and still asks and answers") {
  Script script;
  script.peers = 4;
  script.connections = line(4);
  script.speeds_kbit_s = {128, 64, 128, 128};
  script.holders = {{1}, {2}, {3}};
  script.queries = {ask(core::second, 0, 0), ask(2 * core::second, 0, 1),
                    ask(3 * core::second, 1, 2)};
  const Played played = play(script);
  CHECK(played.query(0).hits == 1);
  CHECK(played.query(1).hits == 0);
  CHECK(played.query(1).reach == 1);
  CHECK(played.query(2).hits == 1);
  script.speeds_kbit_s[1] = 64.5;
  CHECK(play(script).query(1).hits == 1);
}

TEST_CASE("what a link tells as it comes up") {
  Script script;
  script.peers = 2;
  script.connections = line(2);
  script.parameters.user_lists = true;
  script.parameters.key_s = 600;
  script.horizon = 100 * core::second;
  const Played played = play(script);
  // Both dial; the attempt of peer 0 goes on, and the other one is refused before it costs bytes.
  CHECK(played.bytes("handshake") == 2 * 568);
  CHECK(played.bytes("ping") == 2 * 56);
  CHECK(played.bytes("user_list") == 2 * 40);
  CHECK(played.bytes("user_list_reply") == 2 * (40 + 56));
  CHECK(played.bytes("key") == 2 * 280);
  CHECK(played.bytes("key_reply") == 2 * 280);

  script.parameters.ping_s = 30;
  // The first one at a random moment of 30 s, then each 30 s: three or four in 100 s.
  const std::uint64_t pings = play(script).messages("ping");
  CHECK(pings >= 2 + 2 * 3);
  CHECK(pings <= 2 + 2 * 4);
}

TEST_CASE("who leaves is missed at once, who crashes as something does not arrive") {
  Script script;
  script.peers = 2;
  script.connections = line(2);
  script.holders = {{1}};
  script.queries = {ask(15 * core::second, 0, 0), ask(60 * core::second, 0, 0)};
  for (const bool announced : {true, false}) {
    script.changes = {{10 * core::second, 1, false, announced}, {20 * core::second, 1, true, true}};
    const Played played = play(script);
    INFO((announced ? "leave" : "crash"));
    CHECK(played.query(0).messages == (announced ? 0 : 1));
    CHECK(played.query(0).hits == 0);
    CHECK(played.query(1).hits == 1);
    CHECK(played.figure("links_opened") == 2);
  }
  // Nobody notices that the other one has crashed, until it dials again.
  script.queries = {ask(60 * core::second, 0, 0)};
  script.changes = {{10 * core::second, 1, false, false}, {20 * core::second, 1, true, true}};
  CHECK(play(script).query(0).hits == 1);
  // Or until something arrives there that it knows nothing of: it cannot dial 0 itself.
  script.firewalled = {0};
  script.queries = {ask(60 * core::second, 0, 0), ask(100 * core::second, 0, 0)};
  const Played played = play(script);
  CHECK(played.query(0).hits == 0);
  CHECK(played.query(1).hits == 1);
}

TEST_CASE("a link that is not up in time is closed and tried again") {
  // Only 0 can call: six steps of 10 ms, and it takes 1 for itself that the link is up after five.
  Script script;
  script.connections = line(2);
  script.firewalled = {0};
  script.parameters.retry_s = 1;
  script.parameters.dial_tries = 3;
  script.parameters.handshake_s = 0.035;
  const Played impatient = play(script);
  CHECK(impatient.figure("links_opened") == 0);
  CHECK(impatient.figure("links_at_end") == 0);
  // Four times steps 0 to 3; the fifth comes too late, as 0 is gone by then.
  CHECK(impatient.messages("handshake") == 4 * 4);
  NaiveWaste twin(script);
  CHECK(twin.messages["handshake"] == impatient.messages("handshake"));
  CHECK(twin.messages["close"] == impatient.messages("close"));

  script.parameters.handshake_s = 0.065;
  const Played patient = play(script);
  CHECK(patient.figure("links_opened") == 1);
  CHECK(patient.figure("links_at_end") == 1);
  CHECK(patient.messages("close") == 0);
}

TEST_CASE("with a link goes what was heard over it") {
  // A ring: as 1 leaves, 0 forgets that it has heard of the search, and a copy that comes late over
  // the other way is new to it, and answered once more.
  Script script;
  script.peers = 4;
  script.connections = {{0, 1}, {1, 2}, {2, 3}, {3, 0}};
  script.holders = {{0}};
  script.delays = [](PeerId one, PeerId other) {
    const bool is_slow = (one == 3 && other == 0) || (one == 0 && other == 3);
    return is_slow ? core::second : delay;
  };
  script.queries = {ask(20 * core::second, 2, 0)};
  const Played kept = play(script);
  CHECK(kept.query(0).hits == 1);
  CHECK(kept.query(0).duplicates == 2);
  script.changes = {{20 * core::second + 500 * core::millisecond, 1, false, true}};
  const Played forgotten = play(script);
  CHECK(forgotten.query(0).hits == 2);
  CHECK(forgotten.query(0).reach == 3);
}

TEST_CASE("an end of a link remembers so many broadcasts of each kind") {
  Script script;
  script.peers = 3;
  script.connections = line(3);
  script.holders = {{2}};
  script.parameters.guids_kept = 1;
  script.delays = [](PeerId one, PeerId other) {
    return one + other == 3 ? core::second : delay;  // 1 to 2 is slow
  };
  // The second search comes by before the answer to the first one: there is no way back for it.
  script.queries = {ask(10 * core::second, 0, 0), ask(11 * core::second, 0, 0)};
  const Played played = play(script);
  CHECK(played.query(0).hits == 0);
  CHECK(played.query(1).hits == 1);
  CHECK(played.figure("replies_without_route") == 1);
  script.parameters.guids_kept = 2;
  CHECK(play(script).query(0).hits == 1);
}

}  // namespace waste_test
