// The run loop where peers write to one peer, set timers, come and go.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/overlay/engine.hpp"
#include "sim/underlay/direct.hpp"
#include "tests/catch.hpp"
#include "tests/stream.hpp"

namespace engine_letters_test {

namespace core = rippletank::core;
namespace measure = rippletank::measure;
namespace overlay = rippletank::overlay;
namespace underlay = rippletank::underlay;

namespace {

using core::PeerId;
using core::Time;
using rippletank::tests::presence;
using rippletank::tests::stream;

/// Writes down everything that it is told; what it does itself is given as a list per peer.
class Secretary {
 public:
  struct Message {
    int number = 0;
  };
  struct Task {
    PeerId from = 0;
    PeerId to = core::no_peer;  ///< no_peer: a timer of its own
    Time at = 0;                ///< of the timer
    int number = 0;
  };

  static constexpr bool may_spread(const Message&) { return false; }
  void prefetch(PeerId, PeerId) const {}
  void prefetch_row(const Message&, const PeerId*, const PeerId*) const {}

  template <class Context>
  void on_start(Context& context) {
    for (const Task& task : at_start) perform(context, task);
  }
  template <class Context>
  void on_query(Context& context, const overlay::Query& query) {
    note(context, "query", query.origin, 0);
    for (const Task& task : at_query) {
      if (task.from == query.origin) perform(context, task);
    }
  }
  template <class Context>
  void on_message(Context& context, PeerId to, PeerId from, const Message& message) {
    note(context, "from " + std::to_string(from), to, message.number);
  }
  template <class Context>
  void on_timer(Context& context, PeerId peer, const Message& message) {
    note(context, "timer", peer, message.number);
  }
  template <class Context>
  void on_dropped(Context& context, PeerId to, PeerId, const Message& message,
                  measure::DropReason reason) {
    CHECK(reason == measure::DropReason::peer_offline);
    note(context, "dropped", to, message.number);
  }
  template <class Context>
  void on_online(Context& context, PeerId peer) {
    CHECK(context.is_online(peer));
    note(context, "online", peer, 0);
  }
  template <class Context>
  void on_offline(Context& context, PeerId peer, bool announced) {
    CHECK(context.is_online(peer));
    note(context, announced ? "leaves" : "crashes", peer, 0);
    for (const Task& task : at_leaving) perform(context, task);
  }
  template <class Context>
  void on_end(Context& context) {
    context.for_each_in_flight(
        [this](PeerId, PeerId, const Message& message) { in_flight.push_back(message.number); });
  }

  std::vector<Task> at_start;
  std::vector<Task> at_query;
  std::vector<Task> at_leaving;
  std::vector<std::string> notes;
  std::vector<int> in_flight;

 private:
  template <class Context>
  void perform(Context& context, const Task& task) {
    if (task.to == core::no_peer) {
      context.wake(task.from, task.at, {task.number});
    } else {
      context.send(task.from, task.to, {task.number});
    }
  }

  template <class Context>
  void note(const Context& context, const std::string& what, PeerId peer, int number) {
    notes.push_back(std::to_string(context.now()) + ": " + std::to_string(peer) + " " + what +
                    (number == 0 ? "" : " #" + std::to_string(number)));
  }
};

/// Three peers in a line, each connection taking 10 ns; 0 and 2 are 7 ns apart, though unconnected.
Time play(Secretary& secretary, std::vector<overlay::Query> queries,
          std::vector<overlay::PresenceChange> changes = {}, Time horizon = core::never) {
  const overlay::Connections line{{0, 1, 3, 4}, {1, 0, 2, 1}};
  const underlay::DelayPerConnection<Time> wires(
      {10, 10, 10, 10}, {}, [](PeerId from, PeerId to) { return from + to == 2 ? 7 : 10; });
  overlay::RunSettings settings;
  settings.horizon = horizon;
  if (!changes.empty()) settings.presence = presence(std::move(changes));
  overlay::Measures measures(3);
  overlay::Engine<Secretary, underlay::DelayPerConnection<Time>> engine(
      line, wires, secretary, stream(std::move(queries)), settings, measures);
  engine.run();
  return measures.end;
}

using Notes = std::vector<std::string>;

}  // namespace

TEST_CASE("a message to one peer takes the delay between the two, connected or not") {
  Secretary secretary;
  secretary.at_query = {{0, 1, 0, 1}, {0, 2, 0, 2}, {0, 0, 0, 3}};
  play(secretary, {{5, 0, {}}});
  CHECK(secretary.notes ==
        Notes{"5: 0 query", "5: 0 from 0 #3", "12: 2 from 0 #2", "15: 1 from 0 #1"});
}

TEST_CASE("timers ring when they are set to, in the order of setting, among messages") {
  Secretary secretary;
  secretary.at_start = {{2, core::no_peer, 15, 1}, {1, core::no_peer, 3, 2}};
  secretary.at_query = {{0, 1, 0, 3}, {0, core::no_peer, 15, 4}, {0, core::no_peer, 5, 5}};
  play(secretary, {{5, 0, {}}});
  CHECK(secretary.notes == Notes{"3: 1 timer #2", "5: 0 query", "5: 0 timer #5", "15: 2 timer #1",
                                 "15: 1 from 0 #3", "15: 0 timer #4"});
}

TEST_CASE("timers beyond the horizon do not ring, and are not in flight") {
  Secretary secretary;
  secretary.at_query = {{0, 1, 0, 1}, {0, core::no_peer, 14, 2}, {0, core::no_peer, 15, 3}};
  play(secretary, {{5, 0, {}}}, {}, 14);
  CHECK(secretary.notes == Notes{"5: 0 query", "14: 0 timer #2"});
  CHECK(secretary.in_flight == std::vector<int>{1});
}

TEST_CASE("a timer may ring long after all messages") {
  Secretary secretary;
  constexpr Time year = 365 * 86'400 * core::second;
  secretary.at_start = {{0, core::no_peer, year, 1}};
  CHECK(play(secretary, {}) == year);
  CHECK(secretary.notes == Notes{std::to_string(year) + ": 0 timer #1"});
}

TEST_CASE("a peer that is offline gets no messages and no timers, and asks nothing") {
  Secretary secretary;
  secretary.at_start = {{1, core::no_peer, 8, 1}, {1, core::no_peer, 30, 2}};
  secretary.at_query = {{0, 1, 0, 3}};
  play(secretary, {{0, 0, {}}, {6, 1, {}}, {20, 1, {}}, {20, 0, {}}},
       {{4, 1, false, false}, {20, 1, true, true}});
  CHECK(secretary.notes == Notes{"0: 0 query", "4: 1 crashes", "10: 1 dropped #3", "20: 1 online",
                                 "20: 1 query", "20: 0 query", "30: 1 timer #2",
                                 "30: 1 from 0 #3"});
}

TEST_CASE("who leaves may still write; what changes nothing is not told") {
  Secretary secretary;
  secretary.at_leaving = {{0, 2, 0, 1}, {0, 1, 0, 2}};
  play(secretary, {},
       {{1, 0, true, true}, {2, 0, false, true}, {3, 0, false, false}, {9, 2, false, true}});
  CHECK(secretary.notes == Notes{"2: 0 leaves", "9: 2 leaves", "9: 2 dropped #1", "12: 1 from 0 #2",
                                 "16: 2 dropped #1", "19: 1 from 0 #2"});
}

}  // namespace engine_letters_test
