// Files between Napster's clients: how two come together, what happens if one goes, who is pushed.
#include "sim/measure/download_record.hpp"
#include "tests/unit/protocols/napster_play.hpp"

namespace napster_transfers_test {

using namespace rippletank;
using namespace rippletank::tests::napster;

namespace {

constexpr double file_s = 10;  ///< that a file takes over a link for itself

/// A server and three clients, of which 2 and 3 have a file.
Script three_clients() {
  Script script;
  script.peers = 4;
  script.servers = {0};
  script.parameters = at_once();
  script.holders = {{2, 3}};
  script.bytes_s = static_cast<double>(file_bytes) / file_s;
  script.queries = {fetch(1000 * ms, 1, 0)};
  return script;
}

std::uint64_t sent(const overlay::Measures& measures, const std::string& type) {
  return message(measures, type).messages;
}

}  // namespace

TEST_CASE("a file comes after the steps that the specification says, and then at full speed") {
  Script script = three_clients();
  script.holders = {{2}};
  const overlay::Measures measures = play(script);
  REQUIRE(measures.downloads.size() == 1);
  const measure::DownloadRecord& download = measures.downloads[0];
  // Search and answer, 203, 607, 608, 204, connection, ready and GET, each of 5 ms.
  CHECK(download.start == (1000 + 9 * 5) * ms);
  CHECK(download.from == 2);
  CHECK(download.to == 1);
  CHECK(download.method == std::string("direct"));
  CHECK(download.status == measure::DownloadStatus::complete);
  CHECK(download.carried_bytes == file_bytes);
  CHECK(*download.duration == core::from_seconds(file_s) + delay);
  CHECK(*measures.queries[0].downloaded == download.start + *download.duration - 1000 * ms);
  for (const char* once :
       {"search_200", "result_201", "search_end_202", "download_request_203", "upload_request_607",
        "upload_accept_608", "download_ack_204", "connect", "ready", "get", "file_size",
        "upload_started_220", "download_started_218", "upload_finished_221",
        "download_finished_219"}) {
    INFO(once);
    CHECK(sent(measures, once) == 1);
  }
  CHECK(sent(measures, "push_request_500") == 0);
}

TEST_CASE("when a source goes in the middle of a file, the rest comes from another") {
  for (const bool announced : {true, false}) {
    Script script = three_clients();
    const PeerId first = play(script).downloads.front().from;
    script.changes = {{6'050 * ms, first, false, announced}};
    const overlay::Measures measures = play(script);
    REQUIRE(measures.downloads.size() == 2);
    CHECK(measures.downloads[0].status == measure::DownloadStatus::cut);
    CHECK(measures.downloads[0].from == first);
    CHECK(measures.downloads[0].carried_bytes > file_bytes / 3);
    CHECK(measures.downloads[1].status == measure::DownloadStatus::complete);
    CHECK(measures.downloads[1].from == 5 - first);
    CHECK(measures.downloads[0].carried_bytes + measures.downloads[1].carried_bytes == file_bytes);
    CHECK(measures.queries[0].downloaded.has_value());
    // The second asks for what comes after byte 1,279,099 or so: seven digits instead of one.
    CHECK(message(measures, "get").bytes() == 42 + 48);
    CHECK(sent(measures, "download_finished_219") == 2);
    CHECK(sent(measures, "upload_finished_221") == 1);
  }
}

TEST_CASE("the source of a file that has gone without a word is an error, and then the next") {
  Script script = three_clients();
  script.parameters.silence_s = 30;
  script.parameters.source_choice = protocols::napster::SourceChoice::listed;
  const PeerId first = play(script).downloads.front().from;
  script.changes = {{500 * ms, first, false, false}};
  const overlay::Measures measures = play(script);
  CHECK(measures.queries[0].hits == 2);
  CHECK(message(measures, "upload_request_607").dropped_total() == 1);
  CHECK(sent(measures, "get_error_206") == 1);
  REQUIRE(measures.downloads.size() == 2);
  CHECK(measures.downloads[0].from == first);
  CHECK(measures.downloads[0].status == measure::DownloadStatus::gone);
  CHECK(measures.downloads[1].from == 5 - first);
  CHECK(measures.downloads[1].status == measure::DownloadStatus::complete);
}

TEST_CASE("who has no slot and no place in its queue says so by the servers") {
  Script script = three_clients();
  script.peers = 6;
  script.holders = {{2}};
  script.uploads = {1, 0};
  script.queries = {fetch(1000 * ms, 1, 0), fetch(2000 * ms, 3, 0), fetch(2500 * ms, 4, 0)};
  const overlay::Measures measures = play(script);
  CHECK(sent(measures, "queue_limit_619") >= 2);
  CHECK(sent(measures, "queue_full_620") == sent(measures, "queue_limit_619"));
  std::map<measure::DownloadStatus, std::uint64_t> ended;
  for (const measure::DownloadRecord& download : measures.downloads) ++ended[download.status];
  CHECK(ended[measure::DownloadStatus::complete] == 3);  // after a minute each they have their turn
  CHECK(ended[measure::DownloadStatus::refused] == sent(measures, "queue_full_620"));
  CHECK(ended.size() == 2);
}

TEST_CASE("clients prefer the source with the fastest link") {
  Script script = three_clients();
  script.peers = 12;
  script.holders = {{2, 3, 4, 5, 6, 7, 8, 9, 10, 11}};
  script.access.assign(12, {56, 33.6});
  script.access[7] = {1544, 1544};
  CHECK(play(script).downloads.front().from == 7);
  script.access[9] = {44'736, 44'736};
  const overlay::Measures measures = play(script);
  CHECK(measures.downloads.front().from == 9);
  CHECK(message(measures, "result_201").bytes() == 10 * 109 + 1);  // its type has two digits
  script.parameters.source_choice = protocols::napster::SourceChoice::random;
  std::set<PeerId> chosen;
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    chosen.insert(play(script, seed).downloads.front().from);
  }
  CHECK(chosen.size() > 3);
}

TEST_CASE("who cannot be connected to pushes; two of them are not told of each other") {
  Script script;
  script.peers = 9;
  script.servers = {0};
  script.parameters = at_once();
  script.firewalls = tests::behind_own_firewalls(9, {2, 3, 5, 8});
  script.holders = {{1, 2, 3, 4, 5, 6, 7, 8}};
  for (PeerId peer = 1; peer < 9; ++peer)
    script.queries.push_back(fetch(peer * 1000 * ms, peer, 0));
  const overlay::Measures measures = play(script);
  std::uint64_t open = 0;
  for (const measure::QueryRecord& query : measures.queries) {
    CHECK((query.hits == 7 || query.hits == 4));
    if (query.hits == 7) ++open;
    CHECK(query.downloaded.has_value());
  }
  CHECK(open == 4);
  CHECK(figure(measures, "hidden_results") == 4 * 3);
  std::uint64_t pushed = 0;
  for (const measure::DownloadRecord& download : measures.downloads) {
    const bool from_open = measures.queries[download.from - 1].hits == 7;
    const bool to_open = measures.queries[download.to - 1].hits == 7;
    CHECK((from_open || to_open));
    CHECK(download.method == std::string(from_open ? "direct" : "push"));
    if (!from_open) ++pushed;
  }
  CHECK(pushed > 0);
  for (const char* each :
       {"download_firewalled_204", "push_request_500", "push_ack_501", "send", "offset"}) {
    INFO(each);
    CHECK(sent(measures, each) == pushed);
  }
  CHECK(sent(measures, "get") == measures.downloads.size() - pushed);
}

TEST_CASE("a pushed file comes two steps later than one that is fetched") {
  Script script = three_clients();
  script.holders = {{3}};
  script.queries = {fetch(1000 * ms, 1, 0)};
  script.bytes_s = 0;
  for (const bool push : {false, true}) {
    if (push) script.firewalls = tests::behind_own_firewalls(script.peers, {3});
    const overlay::Measures measures = play(script);
    REQUIRE(measures.downloads.size() == 1);
    const measure::DownloadRecord& download = measures.downloads[0];
    CHECK(download.method == std::string(push ? "push" : "direct"));
    // Fetched: search, answer, 203, 607, 608, 204, connection, ready and GET.
    // Pushed: search, answer, 203, 204, 500, 501, connection, ready, SEND and offset.
    CHECK(download.start - measures.queries[0].start == (push ? 10 : 9) * delay);
  }
}

TEST_CASE("linked servers agree transfers between their users, pushes included") {
  for (const bool tree : {false, true}) {
    Script script;
    script.peers = 9;
    script.servers = {0, 1, 2};
    script.links = {{0, 3}, {0, 4}, {2, 5}, {2, 6}, {2, 7}, {2, 8}};
    if (tree) script.links.insert({{0, 1}, {1, 2}});
    script.parameters = at_once();
    script.parameters.linked = true;
    script.firewalls = tests::behind_own_firewalls(9, {3, 6, 8});
    script.holders = {{5, 6, 7, 8}};
    script.queries = {fetch(1000 * ms, 3, 0), fetch(2000 * ms, 4, 0)};
    std::uint64_t pushed = 0;
    std::uint64_t fetched = 0;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      const overlay::Measures measures = play(script, seed);
      for (const measure::DownloadRecord& download : measures.downloads) {
        ++(download.method == std::string("push") ? pushed : fetched);
        CHECK(download.status == measure::DownloadStatus::complete);
      }
      const std::uint64_t steps = tree ? 2 : 1;
      CHECK(sent(measures, "linked_upload_request_607") % steps == 0);
      CHECK(sent(measures, "linked_upload_accept_608") ==
            sent(measures, "linked_upload_request_607"));
      CHECK(sent(measures, "linked_push_request_500") == steps * sent(measures, "push_ack_501"));
      CHECK(measures.queries[0].hits + figure(measures, "hidden_results") >= 4);
    }
    CHECK(pushed > 0);
    CHECK(fetched > 0);
  }
}

}  // namespace napster_transfers_test
