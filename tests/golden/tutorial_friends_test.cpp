// The answers of the tutorial on friends who pass on files, counted here as a student does.
#include <algorithm>
#include <cstdint>
#include <string>
#include <variant>

#include "tests/golden/answers.hpp"

namespace tutorial_friends_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

const std::string two_open = "/firewalls/ids=[1,2,3,4]";
constexpr double line_bytes_s = 16'000;

constexpr std::uint64_t wire(std::uint64_t length) { return 40 + (length + 7) / 8 * 8; }
constexpr std::uint64_t film_once = 48 * wire(4 + 4096) + wire(4 + 3392);

double figure(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (figure.name != name) continue;
    const auto* count = std::get_if<std::uint64_t>(&figure.value);
    return count == nullptr ? std::get<double>(figure.value) : static_cast<double>(*count);
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

double download_s(const run::Outcome& outcome) {
  REQUIRE(outcome.measures.downloads.size() == 1);
  return core::to_seconds(outcome.measures.downloads[0].duration.value());
}

}  // namespace

TEST_CASE("26_waste: five links, and every byte of the film over two of them", "[tutorial]") {
  const run::Outcome one = play_tutorial("26_waste", {});
  CHECK(figure(one, "connections_blocked") == 5 * 4 / 2);
  CHECK(figure(one, "links_at_end") == 5);
  CHECK(sent(one, "handshake").bytes() == 5 * 2 * (40 + 512 + 16));
  CHECK(sent(one, "search").bytes() == 5 * wire(3 + 10));
  CHECK(sent(one, "search_reply").bytes() == 2 * wire(21 + 18 + 40));
  CHECK(sent(one, "file_request").bytes() == 2 * 5 * wire(93 + 5));
  CHECK(sent(one, "file_header").bytes() == 2 * 2 * wire(81));
  CHECK(film_once == 202'352);
  CHECK(sent(one, "file_chunk").messages == 2 * 49);
  CHECK(sent(one, "file_chunk").bytes() == 2 * film_once);
  CHECK(one.measures.traffic[0].in.bytes > film_once);
  CHECK(one.measures.traffic[0].out.bytes > film_once);

  // Two rounds, each of which waits for its last chunk to cross the second line, and for a request
  // and a header to cross two links of 25 ms and two lines.
  const double round_s = (wire(4 + 4096) + 2 * wire(98) + wire(81)) / line_bytes_s + 4 * 0.025;
  const double expected_s = film_once / line_bytes_s + 2 * round_s;
  CHECK(download_s(one) == Approx(expected_s).margin(0.06));
}

TEST_CASE("26_waste: nobody open, and one more", "[tutorial]") {
  const run::Outcome nobody = play_tutorial("26_waste", {"/firewalls/ids=[0,1,2,3,4,5]"});
  CHECK(value(nobody, "messages") == 0);
  CHECK(figure(nobody, "connections_blocked") == 15);

  const run::Outcome two = play_tutorial("26_waste", {two_open});
  CHECK(figure(two, "links_at_end") == 9);
  CHECK(sent(two, "file_chunk").bytes() == film_once);
  CHECK(sent(two, "file_request").messages == 2 * (2 * 9 - 5));
  CHECK(std::string(two.measures.downloads.at(0).method) == "direct");
  CHECK(download_s(two) < download_s(play_tutorial("26_waste", {})));
}

TEST_CASE("26_waste: lines that never rest", "[tutorial]") {
  const run::Outcome plain = play_tutorial("26_waste", {});
  const run::Outcome filled = play_tutorial(
      "26_waste", {"/overlay/protocol/saturate=true", "/overlay/protocol/loop_ms=33"});
  // Each of 1 to 5 has one link, with two fillers in each of two passes; 0 has a line of 528 bytes.
  const double most = (5 * 4 * 72 + 528) * 120 / 0.033;
  const double fillers = figure(filled, "filler_bytes");
  CHECK(fillers < most);
  CHECK(fillers > most - 2 * (film_once + 20'000));
  CHECK(value(filled, "bytes") / value(plain, "bytes") == Approx(17).margin(0.5));
  // The line of 0 is full all the time.
  const double rate = static_cast<double>(filled.measures.traffic[0].out.bytes) / 120;
  CHECK(rate == Approx(528 / 0.033).epsilon(0.005));
}

TEST_CASE("26_waste: slow lines, a crash, and a row of friends", "[tutorial]") {
  const run::Outcome isdn = play_tutorial("26_waste", {"/overlay/protocol/speed_kbit_s=64"});
  CHECK(isdn.measures.queries.at(0).reach == 1);

  const std::string crash = R"(/failures=[{"at_s":15,"duration_s":20,"peers":[0]}])";
  const run::Outcome crashed = play_tutorial("26_waste", {crash});
  const auto& tries = crashed.measures.downloads;
  REQUIRE(tries.size() == 2);
  CHECK(tries[0].status == measure::DownloadStatus::cut);
  CHECK(tries[1].status == measure::DownloadStatus::complete);
  // What has come is kept: nothing has to come twice.
  CHECK(tries[0].carried_bytes + tries[1].carried_bytes == 200'000);

  const run::Outcome other_way = play_tutorial("26_waste", {two_open, crash});
  CHECK(other_way.measures.downloads.size() == 1);
  CHECK(other_way.measures.queries.at(0).downloaded.has_value());

  const run::Outcome row = play_tutorial(
      "26_waste", {R"(/overlay/topology={"model":"edge_list","file":"data/nine_in_a_row.txt"})",
                   R"(/firewalls={"fraction":0})", "/queries/origins=[0]"});
  CHECK(row.measures.queries.at(0).reach == 6);
  CHECK(row.measures.queries.at(0).hits == 1);
}

}  // namespace tutorial_friends_test
