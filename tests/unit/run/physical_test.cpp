// Whole runs over physical networks: times by hand, and the same flood as over plain delays.
#include <memory>
#include <variant>

#include "sim/run/run.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace physical_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Json;

run::Outcome play(Json scenario, const Json& underlay) {
  scenario["underlay"] = underlay;
  return run::run(scenario_of(scenario), 1);
}

const underlay::PhysicalWires& wires_of(const run::Outcome& outcome) {
  return **std::get_if<std::unique_ptr<underlay::PhysicalWires>>(&outcome.network.wires);
}

/// A query of 44 bytes takes 122 with TCP/IP and Ethernet around it: 97.6 us at 10 Mbit/s.
constexpr core::Time sending_ns = 97'600;
constexpr core::Time cable_ns = 5'000;

Json physical(const Json& topology) {
  return {{"model", "physical"},
          {"topology", topology},
          {"link", {{"latency_ms", 0.005}, {"bandwidth_mbit_s", 10}}}};
}

/// One query of peer 0 to three neighbours, no further.
Json one_broadcast() {
  return overlay_scenario({{"model", "true_mesh"}, {"nodes", 4}},
                          {{"model", "flood"}, {"ttl_hops", 1}}, 50, {"0"});
}

}  // namespace

TEST_CASE("over a switch a broadcast leaves its sender one copy after the other") {
  const run::Outcome outcome =
      play(one_broadcast(), physical({{"model", "star"}, {"nodes", 4}, {"centre", "switch"}}));
  const measure::QueryRecord& query = outcome.measures.queries.front();
  CHECK(query.reach == 3);
  CHECK(query.last_reach == 3 * sending_ns + sending_ns + 2 * cable_ns);
  CHECK(wires_of(outcome).frames().count().steps == 6);
}

TEST_CASE("over a hub each copy is sent once and heard by all") {
  const run::Outcome outcome =
      play(one_broadcast(), physical({{"model", "star"}, {"nodes", 4}, {"centre", "hub"}}));
  CHECK(outcome.measures.queries.front().last_reach == 3 * sending_ns + 2 * cable_ns);
  CHECK(wires_of(outcome).frames().channels().size() == 1);
  CHECK(wires_of(outcome).frames().channels().front().sent.frames == 3);
}

TEST_CASE("round a ring a copy passes every station on its way") {
  const run::Outcome outcome = play(one_broadcast(), physical({{"model", "ring"}, {"nodes", 4}}));
  // To stations 1, 2 and 3: one, two and three steps, of which the longest starts last.
  CHECK(wires_of(outcome).frames().count().steps == 1 + 2 + 3);
  CHECK(outcome.measures.queries.front().last_reach == (3 + 2) * sending_ns + 3 * cable_ns);
}

TEST_CASE("wide cables from host to host carry a flood as plain delays do") {
  // The delay of a cable and that of a connection are drawn alike; no way of two cables is shorter.
  const Json latency_ms = {{"model", "uniform"}, {"min", 60}, {"max", 100}};
  const Json mesh = {{"model", "true_mesh"}, {"nodes", 40}};
  const Json wide = {{"model", "physical"},
                     {"topology", mesh},
                     {"link", {{"latency_ms", latency_ms}, {"bandwidth_mbit_s", 1e6}}}};
  const Json overlay = {{"model", "random_regular"}, {"nodes", 40}, {"degree", 5}};
  for (const Json& protocol :
       {Json{{"model", "flood"}, {"ttl_hops", 3}}, Json{{"model", "p2pchat"}}}) {
    const Json scenario = overlay_scenario(overlay, protocol, latency_ms, {"0", "7", "39"});
    const run::Outcome direct = run::run(scenario_of(scenario), 1);
    const run::Outcome framed = play(scenario, wide);
    for (std::size_t i = 0; i < 3; ++i) {
      const measure::QueryRecord& expected = direct.measures.queries[i];
      const measure::QueryRecord& found = framed.measures.queries[i];
      CHECK(found.reach == expected.reach);
      CHECK(found.messages == expected.messages);
      CHECK(found.duplicates == expected.duplicates);
      CHECK(found.bytes == expected.bytes);
      // A nanosecond of sending per hop, and what waits behind it; a poll may hide that.
      CHECK(*found.last_reach - *expected.last_reach >= (protocol["model"] == "flood" ? 1 : 0));
      CHECK(*found.last_reach - *expected.last_reach < 100);
    }
    CHECK(framed.measures.messages.front().overhead_bytes ==
          direct.measures.messages.front().overhead_bytes);
  }
}

TEST_CASE("what is lost on cables is dropped from the flood, and everything adds up") {
  Json underlay = physical({{"model", "star"}, {"nodes", 30}, {"centre", "switch"}});
  underlay["link"]["loss"] = 0.05;
  underlay["link"]["queue_bytes"] = 1000;
  const Json scenario = overlay_scenario({{"model", "true_mesh"}, {"nodes", 30}},
                                         {{"model", "flood"}, {"ttl_hops", 2}}, 50, {"0", "5"});
  const run::Outcome outcome = play(scenario, underlay);
  const measure::MessageCount& messages = outcome.measures.messages.front();
  const underlay::FrameCount& frames = wires_of(outcome).frames().count();
  CHECK(frames.sent.frames == messages.messages);  // each fits one frame
  CHECK(frames.sent == frames.delivered + frames.dropped() + frames.in_flight);
  const auto dropped = [&](measure::DropReason reason) {
    return messages.dropped[static_cast<std::size_t>(reason)];
  };
  CHECK(dropped(measure::DropReason::loss) == frames.lost.frames);
  CHECK(dropped(measure::DropReason::queue_full) == frames.queue_full.frames);
  CHECK(frames.lost.frames > 0);
  CHECK(frames.queue_full.frames > 0);
  CHECK(messages.messages == messages.delivered + messages.dropped_total());
}

TEST_CASE("an overlay with more peers than the underlay has hosts is refused") {
  const Json underlay = physical({{"model", "star"}, {"nodes", 3}, {"centre", "switch"}});
  CHECK_THROWS_WITH(play(one_broadcast(), underlay),
                    Catch::Contains("expected at least 4 hosts, one for each peer, got 3"));
}

}  // namespace physical_test
