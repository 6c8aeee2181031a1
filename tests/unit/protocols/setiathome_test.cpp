// Volunteers and their server: what is sent when, with and without failures.
#include "sim/protocols/setiathome.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/pinned_math.hpp"
#include "sim/overlay/engine.hpp"
#include "sim/underlay/direct.hpp"
#include "tests/catch.hpp"
#include "tests/stream.hpp"

namespace setiathome_test {

namespace core = rippletank::core;
namespace measure = rippletank::measure;
namespace overlay = rippletank::overlay;
namespace protocols = rippletank::protocols;
namespace underlay = rippletank::underlay;

namespace {

using core::PeerId;
using core::Time;
using rippletank::tests::presence;
using rippletank::tests::stream;
using Protocol = overlay::Correspondence<protocols::SetiAtHome>;
using Parameters = protocols::SetiAtHome::Parameters;

constexpr Time ms = core::millisecond;
constexpr Time delay = 5 * ms;
constexpr Time hour = 3600 * core::second;

/// Every volunteer is connected to every server; these come first.
overlay::Connections connected(PeerId servers, PeerId peers) {
  overlay::Connections made;
  made.offsets = {0};
  for (PeerId peer = 0; peer < peers; ++peer) {
    const bool serves = peer < servers;
    for (PeerId other = serves ? servers : 0; other < (serves ? peers : servers); ++other) {
      made.neighbours.push_back(other);
    }
    made.offsets.push_back(static_cast<core::Slot>(made.neighbours.size()));
  }
  return made;
}

struct Script {
  PeerId peers = 2;
  Parameters parameters;
  std::vector<overlay::PresenceChange> changes;
  Time horizon = 1000 * hour;
  PeerId servers = 1;
};

struct Played {
  overlay::Measures measures;
  std::vector<std::pair<Time, std::string>> sent;  ///< by volunteers and servers, in order

  double figure(const std::string& name) const {
    for (const measure::Figure& figure : measures.figures) {
      if (figure.name != name) continue;
      if (const auto* count = std::get_if<std::uint64_t>(&figure.value)) {
        return static_cast<double>(*count);
      }
      return std::get<double>(figure.value);
    }
    FAIL("there is no figure " << name);
    return 0;
  }
  std::vector<Time> times_of(const std::string& type) const {
    std::vector<Time> times;
    for (const auto& [time, sent_type] : sent) {
      if (sent_type == type) times.push_back(time);
    }
    return times;
  }
};

Played play(const Script& script) {
  const underlay::ConstantDelay wires{delay, {}};
  const overlay::Connections connections = connected(script.servers, script.peers);
  overlay::SetUp set_up{connections, 1, [](std::uint64_t) { return std::uint64_t{40}; }};
  for (PeerId server = 0; server < script.servers; ++server) set_up.servers.push_back(server);
  Protocol protocol(script.parameters, set_up);
  Played played{overlay::Measures(script.peers), {}};
  for (const std::string& type : Protocol::message_types()) {
    played.measures.messages.push_back({type});
  }
  overlay::RunSettings settings;
  settings.horizon = script.horizon;
  settings.trace = [&](const measure::TraceEvent& event) {
    if (event.kind == measure::TraceKind::send) played.sent.emplace_back(event.time, event.type);
  };
  if (!script.changes.empty()) settings.presence = presence(script.changes);
  overlay::Engine<Protocol, underlay::ConstantDelay> engine(connections, wires, protocol,
                                                            stream(std::vector<overlay::Query>{}),
                                                            settings, played.measures);
  engine.run();
  for (const measure::MessageCount& count : played.measures.messages) {
    REQUIRE(count.messages == count.delivered + count.in_flight + count.dropped_total());
  }
  return played;
}

/// One copy of each unit, one unit at a time, an hour each; everybody begins at once.
Parameters simple(std::uint32_t units) {
  Parameters parameters;
  parameters.units = units;
  parameters.compute_h = core::Distribution(core::Constant{1});
  parameters.replication = 1;
  parameters.quorum = 1;
  parameters.low_water_h = 0;
  parameters.high_water_h = 0;
  parameters.join_spread_s = 0;
  return parameters;
}

/// The waits of a volunteer after 1, 2, … failures, by their definition.
std::vector<Time> waits(PeerId peer, std::size_t count, const Parameters& parameters) {
  std::vector<Time> found;
  for (std::uint64_t i = 0; i < count; ++i) {
    core::Substream stream(1, core::Purpose("setiathome/backoff"),
                           (std::uint64_t{peer} << 32U) | i);
    const double limit_s =
        std::min(core::exp(static_cast<double>(i + 1)), parameters.backoff_max_s);
    const double share = stream.uniform();
    const double span_s = std::max(0.0, limit_s - parameters.backoff_min_s);
    found.push_back(core::from_seconds(parameters.backoff_min_s + share * span_s));
  }
  return found;
}

}  // namespace

TEST_CASE("two units take the messages and bytes that the parameters say") {
  const Played played = play({2, simple(2), {}});
  const std::map<std::string, std::uint64_t> expected = {
      {"work_request", 3},   {"work_reply", 3},   {"unit_request", 2}, {"unit_reply", 2},
      {"result_request", 2}, {"result_reply", 2}, {"busy", 0}};
  for (const measure::MessageCount& count : played.measures.messages) {
    INFO(count.type);
    CHECK(count.messages == expected.at(count.type));
    CHECK(count.bytes() == 1000 * count.messages);
  }
  REQUIRE(played.measures.downloads.size() == 4);
  CHECK(played.measures.downloads[0].bytes == 350'000);
  CHECK(played.measures.downloads[0].from == 0);
  CHECK(played.measures.downloads[1].bytes == 10'000);
  CHECK(played.measures.downloads[1].from == 1);
  CHECK(played.measures.carried[1].down == 2 * 350'000);
  CHECK(played.measures.carried[1].up == 2 * 10'000);
  CHECK(played.figure("units_completed") == 2);
  CHECK(played.figure("computing_h") == 2);
  CHECK(played.figure("computing_wasted_h") == 0);
  CHECK(played.measures.roles[0] == std::string("server"));
  // The third request is told that there will never be work again, and nothing follows.
  CHECK(played.measures.end < 3 * hour);
}

TEST_CASE("a volunteer whose server is down waits ever longer, as its random numbers say") {
  Script script{2, simple(1), {{0, 0, false, false}}, 40 * hour};
  const Played played = play(script);
  const std::vector<Time> attempts = played.times_of("work_request");
  REQUIRE(attempts.size() > 12);
  const std::vector<Time> expected = waits(1, attempts.size(), script.parameters);
  for (std::size_t i = 1; i < attempts.size(); ++i) {
    INFO(i);
    CHECK(attempts[i] - attempts[i - 1] == expected[i - 1] + delay);
  }
  CHECK(expected[0] == 60 * core::second);  // e^n is below the minimum at first
  CHECK(expected[3] == 60 * core::second);
  CHECK(expected[4] > 60 * core::second);
  CHECK(*std::max_element(expected.begin(), expected.end()) <= 4 * hour);
  CHECK(played.figure("attempts_failed") == static_cast<double>(attempts.size()));
}

TEST_CASE("success makes a volunteer begin anew with short waits") {
  // Down for the first six attempts and again while the unit is computed.
  Script script{2,
                simple(2),
                {{0, 0, false, true},
                 {20 * 60 * core::second, 0, true, true},
                 {45 * 60 * core::second, 0, false, true},
                 {3 * hour, 0, true, true}}};
  script.parameters.backoff_max_s = 61;
  const Played played = play(script);
  CHECK(played.figure("units_completed") == 2);
  const std::vector<Time> returning = played.times_of("result_request");
  REQUIRE(returning.size() > 5);
  CHECK(returning[1] - returning[0] == 60 * core::second + delay);
}

TEST_CASE("without a word from its server a volunteer runs out of patience") {
  Script script{2, simple(1), {}};
  script.parameters.server.service_ms = core::Distribution(core::Constant{400'000});
  script.parameters.patience_s = 300;
  script.horizon = 2 * hour;
  const Played played = play(script);
  const std::vector<Time> attempts = played.times_of("work_request");
  REQUIRE(attempts.size() > 2);
  CHECK(attempts[1] == 360 * core::second);
  CHECK(played.figure("units_completed") == 0);
}

TEST_CASE(
    "who leaves with a word goes on computing, who is switched off loses what was not saved") {
  const Time left = 30 * 60 * core::second + 50 * core::second;
  for (const bool announced : {true, false}) {
    INFO(announced);
    Script script{2, simple(1), {{left, 1, false, announced}, {2 * hour, 1, true, true}}};
    script.parameters.checkpoint_s = 60;
    const Played played = play(script);
    const std::vector<Time> returned = played.times_of("result_request");
    REQUIRE(returned.size() == 1);
    CHECK(played.figure("units_completed") == 1);
    if (announced) {
      CHECK(returned[0] == 2 * hour);  // long ready
      CHECK(played.figure("computing_h") == 1);
    } else {
      // The unit was there a little after the start; half an hour of it is saved.
      CHECK(returned[0] == 2 * hour + 30 * 60 * core::second);
      const Time begun = played.times_of("unit_request").front();
      const double lost_h = played.figure("computing_wasted_h");
      CHECK(lost_h > 0);
      CHECK(lost_h * 3600 <= core::to_seconds(left - begun) - 1800);
      CHECK(lost_h * 3600 > 49);
      CHECK(played.figure("computing_h") == Approx(1 + lost_h));
    }
  }
}

TEST_CASE("what a vanished volunteer had is sent to another when its deadline passes") {
  Script script{3, simple(1), {{hour / 2, 1, false, false}}};
  script.parameters.deadline_h = 5;
  script.parameters.join_spread_s = 0;
  script.horizon = 48 * hour;
  const Played played = play(script);
  CHECK(played.figure("units_completed") == 1);
  CHECK(played.figure("copies_sent") == 2);
  CHECK(played.figure("copies_reissued") == 1);
  CHECK(played.figure("copies_expired") == 1);
  CHECK(played.figure("turnaround_h_mean") > 6);
  CHECK(played.figure("turnaround_h_mean") < 6 + 4);  // the other one looked in this often
}

TEST_CASE("a server that was down remembers what it had sent") {
  Script script{3, simple(2), {{hour / 2, 0, false, false}, {20 * hour, 0, true, true}}};
  script.parameters.deadline_h = 30;
  script.horizon = 100 * hour;
  const Played played = play(script);
  CHECK(played.figure("units_completed") == 2);
  CHECK(played.figure("copies_sent") == 2);
  CHECK(played.figure("copies_expired") == 0);
  CHECK(played.figure("results_valid") == 2);
}

TEST_CASE("volunteers turn to another server of the project at once") {
  Script script{4, simple(4), {{0, 0, false, false}}};
  script.servers = 2;
  script.horizon = 10 * hour;
  const Played played = play(script);
  CHECK(played.figure("units_completed") == 4);
  CHECK(played.figure("attempts_failed") == 2);  // both begin with the one that is down
  CHECK(played.measures.end < 3 * hour);
}

TEST_CASE("N volunteers complete N / (computing time x replication) units") {
  Script script{21, simple(0), {}};
  script.parameters.units.reset();
  script.parameters.replication = 2;
  script.parameters.quorum = 2;
  script.parameters.low_water_h = 1;
  script.parameters.high_water_h = 2;
  script.horizon = 400 * hour;
  const Played played = play(script);
  const double expected = 20.0 / 2 * 400;
  // At the end each volunteer may hold its queue of two units, one in work, and one to be compared.
  CHECK(played.figure("units_completed") <= expected);
  CHECK(played.figure("units_completed") > expected - 20 * 4);
  CHECK(played.figure("idle_share") < 1e-4);  // never without work but for the first moments
}

TEST_CASE("a server is as busy as three requests for each copy make it") {
  Script script{101, simple(1), {}};
  script.parameters.units.reset();
  script.parameters.join_spread_s = 3600;
  script.parameters.server.service_ms = core::Distribution(core::Constant{1000});
  script.horizon = 100 * hour;
  const Played played = play(script);
  const measure::ServerRecord& server = played.measures.servers.front();
  const double copies = played.figure("copies_sent");
  CHECK(copies > 99 * 100);  // an hour each, and little to wait
  CHECK(copies <= 100 * 100);
  const double busy_s =
      *server.utilisation(played.measures.end) * core::to_seconds(played.measures.end);
  CHECK(busy_s <= 3 * copies);
  CHECK(busy_s > 3 * copies - 3 * 100);  // of those that are at volunteers at the end
}

TEST_CASE("units and results are conserved whoever fails when") {
  std::uint64_t completed = 0;
  std::uint64_t expired = 0;
  std::uint64_t failed = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    core::Substream random(seed, core::Purpose("test/setiathome"));
    Script script{8, simple(40), {}};
    script.servers = 2;
    script.horizon = 300 * hour;
    Parameters& parameters = script.parameters;
    parameters.replication = 2;
    parameters.quorum = 2;
    parameters.copies_max = 5;
    parameters.error_rate = 0.1;
    parameters.deadline_h = 20;
    parameters.low_water_h = 1;
    parameters.high_water_h = static_cast<double>(1 + random.below(4));
    parameters.speed = core::Distribution(core::Uniform{0.5, 2});
    parameters.compute_h = core::Distribution(core::Exponential{2});
    parameters.server.service_ms = core::Distribution(core::Exponential{20'000});
    parameters.server.places = 3;
    for (PeerId peer = 0; peer < script.peers; ++peer) {
      Time time = 0;
      bool online = true;
      while (time < script.horizon) {
        time += static_cast<Time>(1 + random.below(static_cast<std::uint64_t>(30 * hour)));
        online = !online;
        script.changes.push_back({time, peer, online, random.below(2) == 0});
      }
    }
    std::sort(script.changes.begin(), script.changes.end(), [](const auto& a, const auto& b) {
      return std::pair(a.time, a.peer) < std::pair(b.time, b.peer);
    });
    const Played played = play(script);  // the project checks itself at the end
    REQUIRE(played.figure("units_completed") + played.figure("units_given_up") +
                played.figure("units_out") + played.figure("units_waiting") ==
            40);
    REQUIRE(played.figure("results_received") ==
            played.figure("results_valid") + played.figure("results_invalid") +
                played.figure("results_redundant") + played.figure("results_late") +
                played.figure("results_undecided"));
    completed += static_cast<std::uint64_t>(played.figure("units_completed"));
    expired += static_cast<std::uint64_t>(played.figure("copies_expired"));
    failed += static_cast<std::uint64_t>(played.figure("attempts_failed"));
  }
  CHECK(completed > 2000);
  CHECK(expired > 200);
  CHECK(failed > 2000);
}

}  // namespace setiathome_test
