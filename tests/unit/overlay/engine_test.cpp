// The run loop with a protocol that only writes down what happens to it.
#include "sim/overlay/engine.hpp"

#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/underlay/direct.hpp"
#include "tests/catch.hpp"
#include "tests/stream.hpp"

namespace engine_test {

namespace core = rippletank::core;
namespace measure = rippletank::measure;
namespace overlay = rippletank::overlay;
namespace underlay = rippletank::underlay;

namespace {

using core::PeerId;
using core::Time;

/// (moment, to, from, number of the message); a query is noted as message -1 from no_peer.
using Note = std::tuple<Time, PeerId, PeerId, int>;
using Notes = std::vector<Note>;

/// Each query is broadcast once, each message that arrives with life left once more.
class Diary {
 public:
  struct Message {
    int number = 0;
    int lives = 0;
  };

  static constexpr bool may_spread(const Message& message) { return message.lives > 0; }

  explicit Diary(int lives) : lives_(lives) {}

  template <class Context>
  void on_query(Context& context, const overlay::Query& query) {
    notes.push_back({context.now(), query.origin, core::no_peer, -1});
    send(context, query.origin, core::no_peer, {next_number_++, lives_});
  }

  template <class Context>
  void on_message(Context& context, PeerId to, PeerId from, const Message& message) {
    notes.push_back({context.now(), to, from, message.number});
    if (message.lives > 0) send(context, to, from, {next_number_++, message.lives - 1});
  }

  template <class Context>
  void on_end(Context& context) {
    context.for_each_in_flight([&](PeerId to, PeerId from, const Message& message) {
      in_flight.push_back({0, to, from, message.number});
    });
  }

  void prefetch(PeerId, PeerId) const {}
  void prefetch_row(const Message&, const PeerId*, const PeerId*) const {}

  Notes notes;
  Notes in_flight;
  std::uint64_t sent = 0;
  std::uint64_t certain_duplicates = 0;
  std::uint32_t asked = 0;
  PeerId certain_at = core::no_peer;  ///< copies to it are called certain duplicates

 private:
  template <class Context>
  void send(Context& context, PeerId from, PeerId except, const Message& message) {
    const auto copies = context.broadcast(from, except, message, [this](PeerId to, Time) {
      ++asked;
      return to == certain_at;
    });
    sent += copies.sent;
    certain_duplicates += copies.certain_duplicates;
  }

  int lives_;
  int next_number_ = 0;
};

/// Rows of neighbours, and a delay for each.
struct Net {
  overlay::Connections connections;
  core::Column<Time> delays;
};

Net net(const std::vector<std::vector<std::pair<PeerId, Time>>>& rows) {
  Net made;
  made.connections.offsets.push_back(0);
  for (const auto& row : rows) {
    for (const auto& [to, delay] : row) {
      made.connections.neighbours.push_back(to);
      made.delays.push_back(delay);
    }
    made.connections.offsets.push_back(
        static_cast<std::uint32_t>(made.connections.neighbours.size()));
  }
  return made;
}

overlay::Measures play(const Net& played, Diary& diary, std::vector<overlay::Query> queries,
                       const overlay::RunSettings& settings = {}) {
  const underlay::DelayPerConnection<Time> wires(played.delays, {});
  overlay::Measures measures(played.connections.peers());
  overlay::Engine<Diary, underlay::DelayPerConnection<Time>> engine(
      played.connections, wires, diary, rippletank::tests::stream(std::move(queries)), settings,
      measures);
  engine.run();
  return measures;
}

constexpr PeerId nobody = core::no_peer;

}  // namespace

TEST_CASE("at one moment queries start first, then messages arrive as they were sent") {
  const Net line = net({{{1, 10}}, {{0, 10}, {2, 10}}, {{1, 10}}});
  Diary diary(1);
  play(line, diary, {{0, 0, {}}, {0, 2, {}}, {10, 1, {}}, {10, 1, {}}});
  CHECK(diary.notes == Notes{{0, 0, nobody, -1},
                             {0, 2, nobody, -1},
                             {10, 1, nobody, -1},
                             {10, 1, nobody, -1},
                             {10, 1, 0, 0},
                             {10, 1, 2, 1},
                             {20, 0, 1, 2},
                             {20, 2, 1, 2},
                             {20, 0, 1, 3},
                             {20, 2, 1, 3},
                             {20, 2, 1, 4},
                             {20, 0, 1, 5}});
}

TEST_CASE("a query that starts before the next message sends over shorter connections first") {
  const Net fan = net({{{1, 5}, {2, 1000}}, {{0, 5}}, {{0, 1000}}});
  Diary diary(0);
  play(fan, diary, {{0, 2, {}}, {100, 1, {}}});
  CHECK(diary.notes ==
        Notes{{0, 2, nobody, -1}, {100, 1, nobody, -1}, {105, 0, 1, 1}, {1000, 0, 2, 0}});
}

TEST_CASE("what lies at the horizon happens, what lies later does not") {
  const Net pair = net({{{1, 10}}, {{0, 10}}});
  for (const Time horizon : {29, 30, 31}) {
    Diary diary(0);
    overlay::RunSettings settings;
    settings.horizon = horizon;
    const auto measures = play(pair, diary, {{20, 0, {}}, {30, 1, {}}, {40, 0, {}}}, settings);
    INFO("horizon " << horizon);
    if (horizon == 29) {
      CHECK(diary.notes == Notes{{20, 0, nobody, -1}});
      CHECK(diary.in_flight == Notes{{0, 1, 0, 0}});
      CHECK(measures.end == 20);
    } else {
      CHECK(diary.notes == Notes{{20, 0, nobody, -1}, {30, 1, nobody, -1}, {30, 1, 0, 0}});
      CHECK(diary.in_flight == Notes{{0, 0, 1, 1}});
      CHECK(measures.end == 30);
    }
  }
}

TEST_CASE("virtual time ends before it overflows") {
  // Ten years for each hop: the clock would pass its 292 years at the thirtieth.
  const Time years = core::from_seconds(core::longest_s);
  const Net ring =
      net({{{1, years}, {2, years}}, {{0, years}, {2, years}}, {{0, years}, {1, years}}});
  Diary endless(1000);
  play(ring, endless, {{0, 0, {}}});
  CHECK(endless.notes.size() == 1 + 2 * 28);
  CHECK(std::get<Time>(endless.notes.back()) == 28 * years);
  CHECK(endless.in_flight.size() == 2);
  Diary late(0);
  play(ring, late, {{core::never - 1, 0, {}}, {core::never, 1, {}}});
  CHECK(late.notes.empty());
}

TEST_CASE("a broadcast reaches every neighbour but one, in the order of the row") {
  for (const PeerId leaves : {0U, 1U, 31U, 32U, 33U, 64U, 65U, 200U}) {
    std::vector<std::vector<std::pair<PeerId, Time>>> rows(leaves + 1);
    for (PeerId leaf = 1; leaf <= leaves; ++leaf) {
      rows[0].emplace_back(leaf, 7);
      rows[leaf].emplace_back(0, 7);
    }
    Diary diary(1);
    play(net(rows), diary, {{0, leaves, {}}});
    Notes expected = {{0, leaves, nobody, -1}};
    if (leaves > 0) expected.push_back({7, 0, leaves, 0});
    for (PeerId leaf = 1; leaf < leaves; ++leaf) expected.push_back({14, leaf, 0, 1});
    INFO(leaves << " leaves");
    CHECK(diary.notes == expected);
    CHECK(diary.sent == leaves);
  }
}

TEST_CASE("certain duplicates are counted, never queued, and end the run when they land") {
  const Net fan = net({{{1, 10}, {2, 30}, {3, 20}}, {{0, 10}}, {{0, 30}}, {{0, 20}}});
  overlay::RunSettings settings;
  const auto count = [&](const overlay::RunSettings& chosen) {
    Diary diary(0);
    diary.certain_at = 2;
    const auto measures = play(fan, diary, {{5, 0, {}}}, chosen);
    CHECK(diary.sent == 3);
    CHECK(measures.certain_duplicates == diary.certain_duplicates);
    CHECK(measures.events == 3 - diary.certain_duplicates - diary.in_flight.size());
    return std::tuple{diary.certain_duplicates, diary.asked, measures.end};
  };
  CHECK(count(settings) == std::tuple{1U, 3U, Time{35}});
  settings.horizon = 35;
  CHECK(count(settings) == std::tuple{1U, 3U, Time{35}});
  settings.horizon = 34;  // the copy would not land for certain
  CHECK(count(settings) == std::tuple{0U, 0U, Time{25}});
  settings.horizon = core::never;
  settings.trace = [](const measure::TraceEvent&) {};
  CHECK(count(settings) == std::tuple{0U, 0U, Time{35}});
  settings.trace = {};
  settings.count_certain_duplicates = false;
  CHECK(count(settings) == std::tuple{0U, 0U, Time{35}});
}

TEST_CASE("the neighbour that is left out is no duplicate, even if it would be one") {
  const Net pair = net({{{1, 10}}, {{0, 10}}});
  Diary diary(5);
  diary.certain_at = 0;
  const auto measures = play(pair, diary, {{0, 0, {}}});
  CHECK(diary.notes == Notes{{0, 0, nobody, -1}, {10, 1, 0, 0}});
  CHECK(diary.sent == 1);
  CHECK(measures.certain_duplicates == 0);
  CHECK(measures.end == 10);
}

}  // namespace engine_test
