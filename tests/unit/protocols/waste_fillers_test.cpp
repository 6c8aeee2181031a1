// Filler in WASTE: what an observer of a line sees, to the byte.
#include "tests/unit/protocols/naive_waste.hpp"

namespace waste_fillers_test {

using namespace rippletank;
using namespace rippletank::tests::waste;
using core::millisecond;
using core::second;

namespace {

constexpr Time loop = 33 * millisecond;

Script saturated(std::vector<double> speeds_kbit_s) {
  Script script;
  script.peers = static_cast<PeerId>(speeds_kbit_s.size());
  for (PeerId peer = 1; peer < script.peers; ++peer) script.connections.emplace_back(0, peer);
  script.speeds_kbit_s = std::move(speeds_kbit_s);
  script.parameters.loop_ms = 33;
  script.parameters.saturate = true;
  script.horizon = 1000 * loop;
  return script;
}

std::uint64_t between(const Script& script, Time from, Time to, PeerId peer) {
  Script shorter = script;
  shorter.horizon = from;
  const std::uint64_t before = play(shorter).measures.traffic[peer].out.bytes;
  shorter.horizon = to;
  return play(shorter).measures.traffic[peer].out.bytes - before;
}

}  // namespace

TEST_CASE("an idle link carries the same bytes in every round of the loop") {
  // Of two fillers in each pass of a round: send-ahead / 64 bytes and 40 of header each.
  struct Class {
    double kbit_s;
    std::uint64_t passes;
    std::uint64_t bytes;
  };
  for (const Class& speed :
       {Class{32, 1, 40 + 8}, Class{64, 2, 40 + 32}, Class{128, 2, 40 + 32}, Class{384, 3, 40 + 64},
        Class{1600, 5, 40 + 128}, Class{20'000, 8, 40 + 216}}) {
    INFO(speed.kbit_s << " kbit/s");
    const Script script = saturated({speed.kbit_s, speed.kbit_s});
    const std::uint64_t round_bytes = speed.passes * 2 * speed.bytes;
    for (const Time at : {100 * loop, 500 * loop}) {
      CHECK(between(script, at, at + loop, 0) == round_bytes);
      CHECK(between(script, at, at + 10 * loop, 0) == 10 * round_bytes);
    }
    CHECK(between(script, 100 * loop, 900 * loop, 1) == 800 * round_bytes);
  }
}

TEST_CASE("a paced line takes as much filler as it can carry") {
  // 128 kbit/s are 528 bytes in 33 ms: 7 or 8 of 72 bytes, for however many links.
  Script script = saturated({128, 128, 128, 128});
  script.parameters.paced = true;
  const std::uint64_t one_round = between(script, 100 * loop, 101 * loop, 0);
  CHECK((one_round == 7 * 72 || one_round == 8 * 72));
  const std::uint64_t many_rounds = between(script, 100 * loop, 900 * loop, 0);
  CHECK(static_cast<double>(many_rounds) == Approx(800 * 528).margin(72));
  // Those with one link have two fillers in each of two passes.
  CHECK(between(script, 100 * loop, 900 * loop, 1) == 800 * 4 * 72);
  const Played played = play(script);
  NaiveWaste twin(script);
  CHECK(played.messages("saturate") == twin.messages["saturate"]);
  CHECK(played.figure("filler_bytes") == twin.sent_bytes["saturate"]);
}

TEST_CASE("a paced line is full of filler even where one takes longer than a round") {
  struct Line {
    double kbit_s;
    double loop_ms;
  };
  for (const Line& line : {Line{128, 10}, Line{128, 4}, Line{128, 1}, Line{32, 10}, Line{8, 33},
                           Line{10'000, 0.1}, Line{77, 1.7}}) {
    INFO(line.kbit_s << " kbit/s, a round each " << line.loop_ms << " ms");
    Script script = saturated({line.kbit_s, line.kbit_s});
    script.parameters.loop_ms = line.loop_ms;
    script.parameters.paced = true;
    const auto bytes = static_cast<double>(between(script, 10 * second, 20 * second, 0));
    CHECK(bytes == Approx(line.kbit_s * 1e4 / 8).margin(300));
    script.horizon = 4 * second;
    const Played played = play(script);
    NaiveWaste twin(script);
    CHECK(played.messages("saturate") == twin.messages["saturate"]);
  }
}

TEST_CASE("what an idle line carries arrives within a second") {
  Script script = saturated({128, 128});
  script.horizon = 100 * second + 500 * millisecond;
  const measure::MessageCount fillers = play(script).count("saturate");
  // 288 bytes each way in each round, the last half a second on its way.
  CHECK(fillers.in_flight <= 2 * 4 * 16);
  CHECK(fillers.delivered == fillers.messages - fillers.in_flight);
}

TEST_CASE("with a message less filler goes, but not always as many bytes less") {
  // A search of 56 bytes in a pass of 2 · 72: one filler fits besides, as 56 < 104, and 128 is not.
  Script script = saturated({128, 128});
  script.holders = {{}};
  const std::uint64_t idle = between(script, 400 * loop, 410 * loop, 0);
  script.queries = {ask(405 * loop, 0, 0)};
  CHECK(between(script, 400 * loop, 410 * loop, 0) == idle - 144 + 56 + 72);
  const Played played = play(script);
  NaiveWaste twin(script);
  CHECK(played.messages("saturate") == twin.messages["saturate"]);
}

TEST_CASE("fillers are counted bin by bin, and not those of the warm-up") {
  Script script = saturated({128, 128});
  script.horizon = 40 * second;
  script.bin = 10 * second;
  script.warm_up = 15 * second;
  const Played played = play(script);
  const std::uint64_t all = played.figure("filler_bytes");
  // 25 s of two peers with 288 bytes each 33 ms, give or take a round.
  CHECK(static_cast<double>(all) == Approx(2 * 288 * 25 / 0.033).margin(2 * 2 * 288));
}

TEST_CASE("with filler a crash is noticed within a round") {
  Script script = saturated({128, 128});
  script.horizon = 40 * second;
  script.changes = {{20 * second, 1, false, false}};
  const Played played = play(script);
  CHECK(played.figure("links_at_end") == 0);
  // The survivor has filled the link for no longer than a round and the time it takes to notice.
  const measure::MessageCount& fillers = played.count("saturate");
  CHECK(fillers.dropped_total() > 0);
  CHECK(played.messages("handshake") > 6);
  script.changes[0].announced = true;
  const std::uint64_t left = play(script).messages("saturate");
  CHECK(fillers.messages >= left);
  CHECK(fillers.messages <= left + 2 * 4 * 2);
}

}  // namespace waste_fillers_test
