// The answers of the tutorial on computers that find each other, counted here as a student does.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/golden/answers.hpp"

namespace tutorial_lan_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr std::uint64_t header = 8;
constexpr std::uint64_t address = 22;
constexpr double spread_s = 60;

const std::string by_server = "/overlay/protocol/how=server";
const std::string two_lans =
    R"(/overlay/topology={"model":"edge_list","file":"data/two_lans.txt"})";

std::string asked_every(const std::string& ask_s) {
  return R"(/overlay/protocol/how={"model":"server","tells_others":false,"ask_s":)" + ask_s + "}";
}

std::string crash_at_30_s(const std::string& peer) {
  return R"(/failures=[{"at_s":30,"peers":[)" + peer + "]}]";
}

std::optional<double> figure(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (figure.name != name) continue;
    if (const auto* count = std::get_if<std::uint64_t>(&figure.value)) {
      return static_cast<double>(*count);
    }
    const auto* number = std::get_if<double>(&figure.value);
    return number == nullptr ? std::nullopt : std::optional(*number);
  }
  FAIL("there is no figure " << name);
  return {};
}

measure::MessageCount sent(const run::Outcome& outcome, const std::string& type) {
  for (const measure::MessageCount& count : outcome.measures.messages) {
    if (count.type == type) return count;
  }
  FAIL("there is no message " << type);
  return {};
}

void check_pairs(const run::Outcome& outcome, std::uint64_t known, std::uint64_t missing) {
  CHECK(figure(outcome, "addresses_known") == known);
  CHECK(figure(outcome, "addresses_missing") == missing);
}

/// When the computers 1 to 20 come, in seconds, ascending.
std::vector<double> arrivals_s() {
  std::vector<double> moments;
  for (core::PeerId peer = 1; peer <= 20; ++peer) {
    moments.push_back(core::Substream(1, "lan_discovery/come", peer).uniform() * spread_s);
  }
  std::sort(moments.begin(), moments.end());
  return moments;
}

/// The mean of `found_ms` for n computers that ask every span: that until the last of those that
/// were there asks. One of the others has asked within y before its next round, and was there when
/// a computer came at c, with probability q; the integral over y of the chance that any has is the
/// mean.
double mean_until_all_have_asked_s(int n, double ask_s) {
  constexpr int steps = 600;
  double sum = 0;
  for (int i = 0; i < steps; ++i) {
    const double c = (i + 0.5) * spread_s / steps;
    const double rounds = std::floor(c / ask_s);
    const double rest = c - rounds * ask_s;
    for (int j = 0; j < steps; ++j) {
      const double y = (j + 0.5) * ask_s / steps;
      const double q = (rounds * y + std::min(y, rest)) / spread_s;
      sum += 1 - std::pow(1 - q, n - 1);
    }
  }
  // Of n computers all but the first find somebody there.
  return sum * ask_s / steps / steps * n / (n - 1);
}

}  // namespace

TEST_CASE("24_lan_discovery: all pairs, by broadcast and by a server", "[tutorial]") {
  const run::Outcome broadcast = play_tutorial("24_lan_discovery", {});
  check_pairs(broadcast, 21 * 20, 0);
  CHECK(figure(broadcast, "broadcasts") == 21);
  CHECK(sent(broadcast, "announce").messages == 21 * 20);
  CHECK(sent(broadcast, "answer").messages == 21 * 20 / 2);
  CHECK(value(broadcast, "bytes") == 630 * (header + address));
  CHECK(figure(broadcast, "found_ms_mean") == 1);
  CHECK(figure(broadcast, "finds_ms_mean") == 2);

  const run::Outcome server = play_tutorial("24_lan_discovery", {by_server});
  check_pairs(server, 20 * 19, 0);
  CHECK(value(server, "messages") == 20 + 20 + 190);
  CHECK(sent(server, "list").bytes() == 20 * header + 190 * address);
  CHECK(figure(server, "found_ms_mean") == 2);
  CHECK(figure(server, "finds_ms_mean") == 2);
  // All bytes pass the server; in a broadcast each sends and hears 20 calls, and has 20 answers.
  CHECK(value(server, "peer_bytes_max") == value(server, "bytes"));
  CHECK(value(server, "peer_bytes_max") / value(broadcast, "peer_bytes_max") ==
        Approx(6).margin(0.2));

  const double twice =
      value(play_tutorial("24_lan_discovery", {"/overlay/topology/nodes=41"}), "messages");
  CHECK(twice == 41 * 40 + 41 * 40 / 2);
  const run::Outcome at_once = play_tutorial("24_lan_discovery", {"/overlay/protocol/spread_s=0"});
  CHECK(sent(at_once, "answer").messages == 21 * 20);
}

TEST_CASE("24_lan_discovery: how long a newcomer is not known depends on how often others ask",
          "[tutorial]") {
  const std::vector<double> came = arrivals_s();
  const run::Outcome minute = play_tutorial("24_lan_discovery", {asked_every("60")});
  check_pairs(minute, 20 * 19, 0);
  CHECK(figure(minute, "found_ms_mean") ==
        Approx(60'002 - 1000 * (came.back() - came.front()) / 19));
  CHECK(figure(minute, "everyone_known_ms") == Approx(1000 * came[18] + 60'002));
  CHECK(sent(minute, "list").messages == 40);

  const scenario::Scenario often = tutorial("24_lan_discovery", {asked_every("10")});
  constexpr std::uint64_t seeds = 60;
  double sum = 0;
  double squares = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const double mean_ms = figure(run::run(often, seed), "found_ms_mean").value();
    CHECK((mean_ms > 8'300 && mean_ms < 9'400));
    sum += mean_ms;
    squares += mean_ms * mean_ms;
  }
  const double mean = sum / seeds;
  const double error = std::sqrt((squares / seeds - mean * mean) / (seeds - 1));
  const double expected = 1000 * mean_until_all_have_asked_s(20, 10) + 2;
  INFO("mean " << mean << ", expected " << expected << ", error " << error);
  CHECK(error < 40);
  CHECK(std::abs(mean - expected) < 3 * error);
}

TEST_CASE("24_lan_discovery: what a crash costs, and what comes back", "[tutorial]") {
  const std::vector<double> came = arrivals_s();
  const auto before = static_cast<std::uint64_t>(
      std::count_if(came.begin(), came.end(), [](double moment) { return moment < 30; }));
  CHECK(before == 8);
  const run::Outcome dead = play_tutorial("24_lan_discovery", {by_server, crash_at_30_s("0")});
  check_pairs(dead, before * (before - 1), 20 * 19 - before * (before - 1));
  CHECK(sent(dead, "announce").dropped_total() == 20 - before);
  const run::Outcome broadcast = play_tutorial("24_lan_discovery", {crash_at_30_s("5")});
  check_pairs(broadcast, 20 * 19, 0);
  CHECK(figure(broadcast, "addresses_stale") == before - 1);

  const std::string for_a_while = R"(/failures=[{"at_s":30,"duration_s":40,"peers":[0]}])";
  check_pairs(play_tutorial("24_lan_discovery", {by_server, for_a_while}), before * (before - 1),
              20 * 19 - before * (before - 1));
  const run::Outcome asked = play_tutorial(
      "24_lan_discovery", {R"(/overlay/protocol/how={"model":"server","ask_s":10})", for_a_while});
  check_pairs(asked, 20 * 19, 0);
  CHECK(figure(asked, "everyone_known_ms") > 70'000);
  CHECK(figure(asked, "everyone_known_ms") <= 80'002);
}

TEST_CASE("24_lan_discovery: who leaves is forgotten, who crashes only if it is missed",
          "[tutorial]") {
  const auto stale = [](const std::string& how, const std::string& protocol) {
    const std::string failure = R"(/failures=[{"at_s":100,"peers":[5],"how":")" + how + "\"}]";
    return figure(play_tutorial("24_lan_discovery", {failure, protocol}), "addresses_stale");
  };
  const std::string once = "/overlay/protocol/how=broadcast";
  const std::string again =
      R"(/overlay/protocol/how={"model":"broadcast","repeat_s":5,"forget_s":12})";
  CHECK(stale("leave", once) == 0);
  CHECK(stale("crash", once) == 20);
  CHECK(stale("crash", again) == 0);
}

TEST_CASE("24_lan_discovery: a broadcast ends at the router", "[tutorial]") {
  check_pairs(play_tutorial("24_lan_discovery", {two_lans}), 11 * 10 + 10 * 9, 2 * 11 * 10);
  check_pairs(play_tutorial("24_lan_discovery", {two_lans, by_server}), 20 * 19, 0);
}

TEST_CASE("24_lan_discovery: cables that lose frames leave gaps, which repeating closes",
          "[tutorial]") {
  const std::string lossy =
      R"(/underlay={"model":"physical","topology":{"model":"star","nodes":21,"centre":"switch"},)"
      R"("link":{"loss":0.1}})";
  const std::string repeated = R"(/overlay/protocol/how={"model":"broadcast","repeat_s":10})";
  CHECK(figure(play_tutorial("24_lan_discovery", {lossy}), "addresses_missing") > 50);
  CHECK(figure(play_tutorial("24_lan_discovery", {lossy, repeated}), "addresses_missing") <= 2);
}

}  // namespace tutorial_lan_test
