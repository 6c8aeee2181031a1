// The run loop with flood and p2pchat against their naive twin, copy by copy.
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/overlay/engine.hpp"
#include "sim/protocols/flood.hpp"
#include "sim/protocols/p2pchat.hpp"
#include "sim/underlay/direct.hpp"
#include "tests/catch.hpp"
#include "tests/stream.hpp"
#include "tests/unit/protocols/flooding_cases.hpp"

namespace flooding_twin_test {

namespace core = rippletank::core;
namespace measure = rippletank::measure;
namespace overlay = rippletank::overlay;
namespace protocols = rippletank::protocols;
namespace underlay = rippletank::underlay;
using namespace rippletank::tests;

namespace {

/// How a run is played; none of it may change the results.
enum class Mode { quick, all_copies, traced };

struct Played {
  overlay::Measures measures{0};
  std::vector<measure::TraceEvent> trace;
};

/// One case: a network, queries, and where virtual time is cut.
struct Case {
  SmallGraph graph;
  Arcs arcs;
  std::vector<overlay::Query> queries;
  NaiveSettings settings;
  std::uint64_t seed = 1;
  std::vector<overlay::PresenceChange> changes;
};

template <class Protocol, class Wires>
Played play_over(const Case& played, const typename Protocol::Parameters& parameters,
                 const Wires& wires, Mode mode) {
  const overlay::Connections connections = connections_of(played.arcs);
  const overlay::SetUp set_up{connections, played.seed,
                              [&](std::uint64_t bytes) { return wires.overhead_bytes(bytes); }};
  Protocol protocol(parameters, set_up);
  Played result{overlay::Measures(connections.peers()), {}};
  result.measures.messages.push_back({Protocol::message_types().front()});
  overlay::RunSettings settings;
  settings.horizon = played.settings.horizon;
  settings.warm_up = played.settings.warm_up;
  settings.count_certain_duplicates = mode == Mode::quick;
  if (!played.changes.empty()) settings.presence = rippletank::tests::presence(played.changes);
  if (mode == Mode::traced) {
    settings.trace = [&](const measure::TraceEvent& event) { result.trace.push_back(event); };
  }
  overlay::Engine<Protocol, Wires> engine(connections, wires, protocol,
                                          rippletank::tests::stream(played.queries), settings,
                                          result.measures);
  engine.run();
  return result;
}

constexpr underlay::Segments segments{100, 40};

template <class Nanoseconds>
auto wires_of(const Arcs& arcs) {
  core::Column<Nanoseconds> delays;
  for (const auto& row : arcs) {
    for (const Arc& arc : row) delays.push_back(static_cast<Nanoseconds>(arc.delay));
  }
  return underlay::DelayPerConnection<Nanoseconds>(std::move(delays), segments);
}

/// Over every kind of wires that can carry the case; they must agree, too.
template <class Protocol>
std::vector<Played> play(const Case& played, const typename Protocol::Parameters& parameters,
                         Mode mode) {
  core::Time least = core::never;
  core::Time most = 0;
  for (const auto& row : played.arcs) {
    for (const Arc& arc : row) {
      least = std::min(least, arc.delay);
      most = std::max(most, arc.delay);
    }
  }
  std::vector<Played> results;
  results.push_back(
      play_over<Protocol>(played, parameters, wires_of<core::Time>(played.arcs), mode));
  if (most <= 0xffffffff) {
    const auto narrow = wires_of<std::uint32_t>(played.arcs);
    results.push_back(play_over<Protocol>(played, parameters, narrow, mode));
  }
  if (least >= most) {
    const underlay::ConstantDelay constant{most, segments};
    results.push_back(play_over<Protocol>(played, parameters, constant, mode));
  }
  return results;
}

/// How much of what the cases are for has really happened in them.
struct Seen {
  std::uint64_t certain = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t in_flight = 0;
  std::uint64_t lost_lines = 0;
  std::uint64_t dropped = 0;
};

template <class Protocol>
void compare(const Case& played, const NaiveRule& rule,
             const typename Protocol::Parameters& parameters, Seen& seen) {
  NaiveFlooding twin(played.arcs, rule, played.settings, played.queries, played.changes);
  const overlay::Measures expected = twin.play();
  const std::string expected_text = described(expected);
  for (const Mode mode : {Mode::quick, Mode::all_copies, Mode::traced}) {
    INFO("mode " << static_cast<int>(mode));
    for (const Played& result : play<Protocol>(played, parameters, mode)) {
      REQUIRE(described(result.measures) == expected_text);
      for (core::PeerId peer = 0; peer < played.graph.peers; ++peer) {
        REQUIRE(result.measures.attendance.time_online(peer, twin.now()) == twin.time_online(peer));
      }
      REQUIRE(result.measures.events + result.measures.certain_duplicates >= expected.events);
      if (mode == Mode::quick) {
        seen.certain += result.measures.certain_duplicates;
      } else {
        REQUIRE(result.measures.events == expected.events);
        REQUIRE(result.measures.certain_duplicates == 0);
      }
      if (mode == Mode::traced) REQUIRE(described(result.trace) == described(twin.trace()));
    }
  }
  seen.in_flight += expected.messages.front().in_flight;
  seen.dropped += expected.messages.front().dropped_total();
  for (const measure::QueryRecord& query : expected.queries) {
    seen.duplicates += query.duplicates;
    seen.lost_lines += query.item && query.reach == 0 && query.messages > 0 ? 1U : 0U;
  }
}

/// A horizon and a warm-up that fall on, just before and just after what happens, or nowhere.
template <class Twin>
void cut_time(Case& played, Twin uncut_twin, core::Substream& stream) {
  if (stream.below(2) == 0 && !played.queries.empty()) {
    const std::size_t first = stream.below(played.queries.size());
    played.settings.warm_up = played.queries[first].start + static_cast<Time>(stream.below(2));
  }
  if (stream.below(2) == 0) return;
  uncut_twin.play();
  const std::set<Time>& times = uncut_twin.arrival_times();
  if (times.empty()) return;
  const auto chosen = std::next(times.begin(), static_cast<long>(stream.below(times.size())));
  played.settings.horizon = *chosen + static_cast<Time>(stream.below(3)) - 1;
  played.settings.horizon = std::max<Time>(played.settings.horizon, 0);
}

Case random_case(DelayKind kind, bool with_items, core::Substream& stream) {
  Case played;
  played.seed = stream.next();
  played.graph = small_graph(stream);
  played.arcs = arcs_of(played.graph, kind, stream.below(2) == 0, stream);
  const core::Time usual = std::max<core::Time>(draw_delay(kind, stream), 2);
  played.queries = overlapping_queries(played.graph.peers, usual, with_items, stream);
  return played;
}

/// How many copies of each kind, and lines, are to be among the random cases.
struct Least {
  std::uint64_t certain = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t in_flight = 0;
  std::uint64_t dropped = 0;
  std::uint64_t lost_lines = 0;
};

void check_floods(std::uint64_t cases, const Least& least) {
  Seen seen;
  for (std::uint64_t number = 0; number < cases; ++number) {
    core::Substream stream(11, "flood_twin", number);
    const auto kind = static_cast<DelayKind>(number % delay_kinds);
    INFO("case " << number << ", delays of kind " << static_cast<int>(kind));
    Case played = random_case(kind, false, stream);
    protocols::Flood::Parameters parameters;
    parameters.ttl_hops =
        static_cast<std::uint32_t>(stream.below(6) == 0 ? 65'535 : 1 + stream.below(6));
    NaiveRule rule;
    rule.ttl_hops = parameters.ttl_hops;
    rule.size = {23, 21, 40};
    cut_time(played, NaiveFlooding(played.arcs, rule, {}, played.queries), stream);
    compare<protocols::Flood>(played, rule, parameters, seen);
  }
  CHECK(seen.certain > least.certain);
  CHECK(seen.duplicates > least.duplicates);
  CHECK(seen.in_flight > least.in_flight);
}

void check_chats(std::uint64_t cases, const Least& least) {
  Seen seen;
  for (std::uint64_t number = 0; number < cases; ++number) {
    core::Substream stream(12, "p2pchat_twin", number);
    const auto kind = static_cast<DelayKind>(number % delay_kinds);
    INFO("case " << number << ", delays of kind " << static_cast<int>(kind));
    Case played = random_case(kind, true, stream);
    const double intervals[] = {0, 1e-6, 0.5, 100, 7.3};
    protocols::P2pchat::Parameters parameters;
    parameters.line_bytes = 150;
    parameters.poll_interval_ms = intervals[stream.below(5)];
    parameters.clock_resolution_s = stream.below(2) == 0 ? 1e-3 : 3600;
    NaiveRule rule;
    rule.back_to_sender = true;
    rule.poll_interval = core::from_milliseconds(parameters.poll_interval_ms);
    rule.clock_step = core::from_seconds(parameters.clock_resolution_s);
    rule.seed = played.seed;
    rule.type = "line";
    rule.size = {2, 150, 80};  // 152 bytes fill two segments of 100
    cut_time(played, NaiveFlooding(played.arcs, rule, {}, played.queries), stream);
    compare<protocols::P2pchat>(played, rule, parameters, seen);
  }
  CHECK(seen.certain > least.certain);
  CHECK(seen.duplicates > least.duplicates);
  CHECK(seen.in_flight > least.in_flight);
  CHECK(seen.lost_lines > least.lost_lines);
}

void check_presence(std::uint64_t cases, const Least& least) {
  Seen seen;
  Seen seen_chat;
  for (std::uint64_t number = 0; number < cases; ++number) {
    core::Substream stream(14, "presence_twin", number);
    const auto kind = static_cast<DelayKind>(number % delay_kinds);
    INFO("case " << number << ", delays of kind " << static_cast<int>(kind));
    const bool chat = stream.below(2) == 0;
    Case played = random_case(kind, chat, stream);
    const core::Time usual = std::max<core::Time>(draw_delay(kind, stream), 2);
    played.changes = random_changes(played.graph.peers, played.queries, usual, stream);
    NaiveRule rule;
    if (chat) {
      protocols::P2pchat::Parameters parameters;
      parameters.line_bytes = 150;
      parameters.poll_interval_ms = stream.below(2) == 0 ? 0 : 7.3;
      rule.back_to_sender = true;
      rule.poll_interval = core::from_milliseconds(parameters.poll_interval_ms);
      rule.clock_step = core::second;
      rule.seed = played.seed;
      rule.type = "line";
      rule.size = {2, 150, 80};
      compare<protocols::P2pchat>(played, rule, parameters, seen_chat);
    } else {
      rule.ttl_hops = static_cast<std::uint32_t>(1 + stream.below(6));
      rule.size = {23, 21, 40};
      cut_time(played, NaiveFlooding(played.arcs, rule, {}, played.queries, played.changes),
               stream);
      compare<protocols::Flood>(played, rule, {.ttl_hops = *rule.ttl_hops}, seen);
    }
  }
  for (const Seen& of_both : {seen, seen_chat}) {
    CHECK(of_both.certain > least.certain);
    CHECK(of_both.dropped > least.dropped);
    CHECK(of_both.duplicates > least.duplicates);
  }
}

}  // namespace

TEST_CASE("flood: every count is that of playing all copies out one by one") {
  check_floods(200, {.certain = 200, .duplicates = 200, .in_flight = 200});
}

TEST_CASE("flood: so it is in many more cases", "[statistics]") {
  check_floods(1600, {.certain = 50'000, .duplicates = 50'000, .in_flight = 10'000});
}

TEST_CASE("p2pchat: every count is that of playing all copies out one by one") {
  check_chats(200, {.certain = 200, .duplicates = 200, .in_flight = 200, .lost_lines = 12});
}

TEST_CASE("p2pchat: so it is in many more cases", "[statistics]") {
  check_chats(1600,
              {.certain = 50'000, .duplicates = 50'000, .in_flight = 10'000, .lost_lines = 100});
}

TEST_CASE("flood and p2pchat among peers that come and go are counted copy by copy, too") {
  check_presence(200, {.certain = 200, .duplicates = 200, .dropped = 200});
}

TEST_CASE("and so they are in many more cases", "[statistics]") {
  check_presence(1600, {.certain = 10'000, .duplicates = 5'000, .dropped = 5'000});
}

TEST_CASE("floods that get no memory for first arrivals are counted like the others") {
  // Each neighbour of the ring twice removed is linked as well, so that copies meet at once.
  constexpr core::PeerId peers = 300'000;  // more than the engine takes for cached
  constexpr std::size_t fitting =
      overlay::FirstArrivalsStore::budget_bytes / overlay::FirstArrivals::bytes(peers);
  Case played;
  played.arcs.resize(peers);
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    for (const core::PeerId step : {1U, 2U, peers - 2U, peers - 1U}) {
      const core::PeerId to = (peer + step) % peers;
      const auto mixed = core::hash64(std::minmax(peer, to).first + (step % 2) * 77) % 1000;
      played.arcs[peer].push_back({to, static_cast<Time>(1'000'000 + mixed * 1000)});
    }
    std::sort(played.arcs[peer].begin(), played.arcs[peer].end(),
              [](const Arc& a, const Arc& b) { return a.to < b.to; });
  }
  for (std::size_t i = 0; i < fitting + 20; ++i) {
    played.queries.push_back({static_cast<Time>(i), static_cast<core::PeerId>(i * 2000), {}});
  }
  NaiveRule rule;
  rule.ttl_hops = 4;
  rule.size = {23, 21, 40};
  const overlay::Measures expected =
      NaiveFlooding(played.arcs, rule, played.settings, played.queries).play();
  const auto wires = wires_of<std::uint32_t>(played.arcs);
  const auto result = play_over<protocols::Flood>(played, {.ttl_hops = 4}, wires, Mode::quick);
  REQUIRE(described(result.measures) == described(expected));
  CHECK(result.measures.certain_duplicates > 0);
  CHECK(result.measures.certain_duplicates < expected.events);
}

TEST_CASE("a traced message is sent once and then delivered, a duplicate, or in flight") {
  for (std::uint64_t number = 0; number < 200; ++number) {
    core::Substream stream(13, "trace", number);
    Case played = random_case(DelayKind::any, false, stream);
    NaiveRule rule;
    rule.ttl_hops = 7;
    rule.size = {23, 21, 40};
    cut_time(played, NaiveFlooding(played.arcs, rule, {}, played.queries), stream);
    const Played result =
        play_over<protocols::Flood>(played, {}, wires_of<core::Time>(played.arcs), Mode::traced);
    std::array<std::uint64_t, 6> of_kind{};
    for (std::size_t i = 0; i < result.trace.size(); ++i) {
      // Queries of the warm-up are traced, without a number, but not counted.
      if (result.trace[i].query) ++of_kind[static_cast<std::size_t>(result.trace[i].kind)];
      if (i > 0) REQUIRE(result.trace[i - 1].time <= result.trace[i].time);
    }
    const auto [queries, sends, delivers, duplicates, drops, reaches] = of_kind;
    REQUIRE(drops == 0);
    REQUIRE(reaches == delivers);
    REQUIRE(queries == result.measures.queries.size());
    REQUIRE(sends == delivers + duplicates + result.measures.messages.front().in_flight);
    REQUIRE(sends == result.measures.messages.front().messages);
  }
}

}  // namespace flooding_twin_test
