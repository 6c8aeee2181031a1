// Files over WASTE, by hand: rounds, what is lost on the way, and who has no place.
#include "tests/unit/protocols/waste_played.hpp"

namespace waste_transfers_test {

using namespace rippletank;
using namespace rippletank::tests::waste;
using core::millisecond;
using core::second;

namespace {

constexpr std::uint64_t chunk = 4096;

/// 0 - 1 - 2, of whom 2 has a file of so many chunks.
Script over_one(std::uint64_t chunks) {
  Script script;
  script.peers = 3;
  script.connections = line(3);
  script.holders = {{2}};
  script.file_bytes = chunks * chunk;
  script.queries = {fetch(second, 0, 0)};
  return script;
}

/// From the start of a search to its first answer, and from a request to what it is answered with.
constexpr Time there_and_back = 4 * delay;

}  // namespace

TEST_CASE("a file comes in rounds of 32, 40, 50, 62 and then 64 chunks") {
  // 32 + 40 + 50 + 62 + 64 + 64 = 312
  for (const auto& [chunks, rounds] : {std::pair{1U, 1U},
                                       {32U, 1U},
                                       {33U, 2U},
                                       {72U, 2U},
                                       {122U, 3U},
                                       {123U, 4U},
                                       {184U, 4U},
                                       {185U, 5U},
                                       {248U, 5U},
                                       {249U, 6U},
                                       {312U, 6U},
                                       {313U, 7U}}) {
    INFO(chunks << " chunks");
    const Played played = play(over_one(chunks));
    CHECK(played.figure("file_requests") == rounds);
    CHECK(played.messages("file_request") == 2 * rounds);
    // One run of chunks each time, 5 bytes besides 93.
    CHECK(played.bytes("file_request") == 2 * rounds * 144);
    CHECK(played.messages("file_header") == 2 * rounds);
    CHECK(played.messages("file_chunk") == 2 * chunks);
    CHECK(played.messages("file_done") == 2);
    CHECK(played.query(0).downloaded == (1 + rounds) * there_and_back);
  }
}

TEST_CASE("a request names runs of 256 chunks at most, the first one too") {
  Script script = over_one(1000);
  script.parameters.window_chunks = 600;
  script.parameters.window_most_chunks = 600;
  const Played played = play(script);
  CHECK(played.figure("file_requests") == 2);
  // Of 600 and of 400 chunks: 93 bytes and 5 for each of 3 and 2 runs.
  CHECK(played.bytes("file_request") == 2 * (40 + 112 + 40 + 104));
  CHECK(played.messages("file_chunk") == 2 * 1000);
}

TEST_CASE("nobody fetches a file of more than 2^24 chunks") {
  Script script = over_one(1);
  for (const std::uint64_t bytes :
       {std::uint64_t{1} << 44U, std::uint64_t{1'000'000'000'000'000}, (chunk << 24U) + 1}) {
    script.file_bytes = bytes;
    const Played played = play(script);
    CHECK(played.query(0).hits == 1);
    CHECK(played.figure("downloads_too_large") == 1);
    CHECK(played.figure("file_requests") == 0);
    CHECK(played.measures.downloads.empty());
  }
}

TEST_CASE("who has fetched a file has it, and the copies are counted") {
  Script script = over_one(2);
  script.queries = {fetch(second, 1, 0), fetch(5 * second, 0, 0), ask(15 * second, 2, 0)};
  script.bin = 4 * second;
  script.horizon = 17 * second;
  script.followed = {0};
  const Played played = play(script);
  CHECK(played.query(0).hits == 1);
  CHECK(played.query(1).hits == 2);
  CHECK(played.query(2).hits == 2);
  REQUIRE(played.measures.downloads.size() == 2);
  // The first answer comes from the neighbour.
  CHECK(played.measures.downloads[1].from == 1);
  REQUIRE(played.measures.stores);
  CHECK(played.measures.stores->copies_at_begin == 1);
  CHECK(played.measures.stores->stored == 2);
  CHECK(played.measures.stores->evicted == 0);
  // At the end of each bin, and at that of the run.
  const std::vector<std::pair<Time, std::uint64_t>> expected = {
      {4, 2}, {8, 3}, {12, 3}, {16, 3}, {17, 3}};
  REQUIRE(played.measures.copies.size() == expected.size());
  for (std::size_t look = 0; look < expected.size(); ++look) {
    CHECK(played.measures.copies[look].time == expected[look].first * second);
    CHECK(played.measures.copies[look].copies == expected[look].second);
  }
  CHECK(played.measures.copies[0].hops_max == 1);
}

TEST_CASE("chunks that a queue in between drops are asked for again after half a minute") {
  // 2 sends as fast as it likes, and 1 has places for 20 that wait for its line of 64 kB/s, which
  // takes one at a time. Of the header and 10 chunks that come at once all wait; of 32 chunks the
  // line takes the header, 20 wait, and 12 find no place.
  Script script = over_one(32);
  script.parameters.paced = true;
  script.parameters.send_ahead_bytes = 1;
  script.parameters.queue_messages = 20;
  script.parameters.upload_queue_messages = 20;
  script.speeds_kbit_s = {1e9, 512, 1e9};
  const Played played = play(script);
  CHECK(played.figure("queue_overflows_files") == 12);
  CHECK(played.figure("rounds_silent") == 1);
  // Of 32 chunks 12 are missing: 20 may be asked for, and 12 are.
  CHECK(played.figure("file_requests") == 2);
  CHECK(played.messages("file_chunk") == 32 + 20 + 2 * 12);
  REQUIRE(played.measures.downloads.size() == 1);
  CHECK(played.measures.downloads[0].status == measure::DownloadStatus::complete);
  const double duration_s = core::to_seconds(*played.measures.downloads[0].duration);
  // 20 chunks of 4144 bytes at 64 kB/s, half a minute, and 12 more.
  CHECK(duration_s == Approx(30 + 32 * 4144 / 64e3).margin(0.15));
}

TEST_CASE("an owner that is gone is asked again and again, each time for a minute") {
  Script script = over_one(100);
  script.parameters.download_tries = 3;
  script.parameters.dial_tries = 1;
  // It goes while the answer to the search is on its way.
  script.changes = {{second + 3 * delay, 2, false, true}};
  const Played played = play(script);
  CHECK(played.figure("file_requests") == 3);
  CHECK(played.figure("downloads_silent") == 3);
  REQUIRE(played.measures.downloads.size() == 3);
  for (std::size_t number = 0; number < 3; ++number) {
    const measure::DownloadRecord& record = played.measures.downloads[number];
    CHECK(record.status == measure::DownloadStatus::cut);
    CHECK(record.carried_bytes == 0);
    CHECK(record.duration == 60 * second);
  }
  CHECK_FALSE(played.query(0).downloaded);

  // It comes back in time for the second try.
  script.changes.push_back({50 * second, 2, true, true});
  const Played later = play(script);
  CHECK(later.measures.downloads.size() == 2);
  CHECK(later.query(0).downloaded.has_value());
}

TEST_CASE("a way that breaks is found anew, and what has come is kept") {
  // 0 - 1 - 3 and, slower, 0 - 2 - 3. The second round is asked for at 1 s + 8 delays and answered
  // two of them later; then 1 crashes.
  Script script;
  script.peers = 4;
  script.connections = {{0, 1}, {1, 3}, {0, 2}, {2, 3}};
  script.holders = {{3}};
  script.file_bytes = 72 * chunk;
  script.queries = {fetch(second, 0, 0)};
  script.changes = {{second + 10 * delay + delay / 2, 1, false, false}};
  const auto with_other_way = [&](Time slow) {
    script.delays = [slow](PeerId one, PeerId other) {
      return one == 2 || other == 2 ? slow : delay;
    };
    return play(script);
  };
  // The request has come to 3 over 2, too, before 3 notices that 1 is gone: it is known, and no
  // answer comes. So the whole minute passes.
  const Played played = with_other_way(12 * millisecond);
  CHECK(played.query(0).downloaded.has_value());
  CHECK(played.figure("downloads_silent") == 1);
  REQUIRE(played.measures.downloads.size() == 2);
  CHECK(played.measures.downloads[0].status == measure::DownloadStatus::cut);
  CHECK(played.measures.downloads[0].carried_bytes == 32 * chunk);
  CHECK(played.measures.downloads[1].bytes == 40 * chunk);
  CHECK(played.measures.downloads[1].carried_bytes == 40 * chunk);

  // Or it comes later: then it is new to 3, which has forgotten with the link what came over it.
  const Played lucky = with_other_way(3 * delay);
  CHECK(lucky.figure("downloads_silent") == 0);
  CHECK(lucky.figure("rounds_silent") == 0);
  CHECK(lucky.figure("file_requests") == 2);
  REQUIRE(lucky.measures.downloads.size() == 1);
  CHECK(lucky.query(0).downloaded == (8 + 4 * 3) * delay);
}

TEST_CASE("an owner sends so many files at a time, and does not answer others") {
  // A star with the owner in the middle, and lines so slow that all uploads last.
  Script script;
  script.peers = 5;
  for (PeerId peer = 1; peer < 5; ++peer) script.connections.emplace_back(0, peer);
  script.holders = {{0}};
  script.file_bytes = 20 * chunk;
  script.parameters.paced = true;
  script.parameters.uploads_max = 2;
  script.parameters.download_tries = 1;
  script.speeds_kbit_s = {64, 1e6, 1e6, 1e6, 1e6};
  for (PeerId peer = 1; peer < 5; ++peer) {
    script.queries.push_back(fetch(10 * second + peer * millisecond, peer, 0));
  }
  const Played played = play(script);
  CHECK(played.figure("uploads_ignored") == 2);
  CHECK(played.figure("downloads_silent") == 2);
  CHECK(played.query(0).downloaded.has_value());
  CHECK(played.query(1).downloaded.has_value());
  CHECK_FALSE(played.query(2).downloaded);
  CHECK_FALSE(played.query(3).downloaded);
}

TEST_CASE("a peer fetches four files at a time, one of each owner, and starts one in two seconds") {
  Script script;
  script.peers = 7;
  for (PeerId peer = 1; peer < 7; ++peer) script.connections.emplace_back(0, peer);
  script.holders = {{1}, {1}, {2}, {3}, {4}, {5}};
  script.file_bytes = 50 * chunk;
  script.parameters.paced = true;
  script.speeds_kbit_s = {1e6, 64, 64, 64, 64, 64, 64};  // of 205 kB: 26 s
  for (core::ItemId item = 0; item < 6; ++item) {
    script.queries.push_back(fetch(10 * second + (item < 2 ? 0 : 100 * millisecond), 0, item));
  }
  const Played played = play(script);
  REQUIRE(played.measures.downloads.size() == 6);
  std::vector<core::ItemId> order;
  for (const measure::DownloadRecord& record : played.measures.downloads) {
    order.push_back(*record.item);
    CHECK(std::string(record.method) == "direct");
  }
  // Item 1 waits until 1 has sent item 0, and then comes before item 5, which found no place.
  CHECK(order == std::vector<core::ItemId>{0, 2, 3, 4, 1, 5});
  for (std::size_t number = 1; number < 4; ++number) {
    CHECK(played.measures.downloads[number].start - played.measures.downloads[number - 1].start ==
          2 * second);
  }
}

}  // namespace waste_transfers_test
