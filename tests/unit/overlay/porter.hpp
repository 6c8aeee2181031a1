// Porter: rules of a protocol that carry what a test says, and write down all that they are told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/engine.hpp"
#include "tests/catch.hpp"
#include "tests/stream.hpp"

namespace rippletank::overlay::tests {

/// Something that a peer does: it carries bytes to another, or writes to it.
struct Task {
  core::PeerId from = 0;
  core::PeerId to = 0;
  std::uint64_t bytes = 0;
  std::optional<core::Time> at;    ///< none: because of a query of its peer, or of another task
  bool by_query = false;           ///< when a query of its peer starts
  bool is_letter = false;          ///< it writes instead
  bool at_leaving = false;         ///< when its peer goes offline
  std::vector<std::size_t> then;   ///< tasks that begin when this one has ended
  std::vector<std::size_t> stops;  ///< tasks that are stopped then
};

/// What porters do, and where they write down what they are told: milliseconds, what and how much.
struct Errands {
  std::vector<Task> tasks;
  std::vector<std::string>* notes = nullptr;
};

class Porter {
 public:
  static constexpr bool carries = true;
  using Parameters = Errands;

  static std::vector<std::string> message_types() { return {"letter"}; }
  Porter(const Errands& errands, const SetUp&)
      : errands_(errands), shipments_(errands.tasks.size()) {}

  static measure::MessageSize size(const Letter&) { return {10, 0}; }
  static const char* role(core::PeerId) { return "porter"; }

  template <class Talk>
  void on_start(Talk& talk) {
    for (std::size_t i = 0; i < errands_.tasks.size(); ++i) {
      const Task& task = errands_.tasks[i];
      if (task.at) talk.wake(task.from, *task.at, letter_of(i));
    }
  }
  template <class Talk>
  void on_query(Talk& talk, const Query& query, QueryNumber number) {
    note(talk, "query of " + std::to_string(query.origin));
    for (std::size_t i = 0; i < errands_.tasks.size(); ++i) {
      const Task& task = errands_.tasks[i];
      if (task.by_query && task.from == query.origin) begin(talk, i, number);
    }
  }
  template <class Talk>
  void on_timer(Talk& talk, core::PeerId, const Letter& letter) {
    begin(talk, letter.subject, no_query);
  }
  template <class Talk>
  void on_letter(Talk& talk, core::PeerId, core::PeerId, const Letter& letter) {
    note(talk, name(letter) + " is read");
  }
  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    note(talk, std::to_string(peer) + " comes");
  }
  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool) {
    CHECK(talk.is_online(peer));
    note(talk, std::to_string(peer) + " goes");
    for (std::size_t i = 0; i < errands_.tasks.size(); ++i) {
      const Task& task = errands_.tasks[i];
      if (task.at_leaving && task.from == peer) begin(talk, i, no_query);
    }
  }
  template <class Talk>
  void on_carried(Talk& talk, core::PeerId from, core::PeerId to, const Letter& letter) {
    CHECK(talk.is_online(from));
    CHECK(talk.is_online(to));
    note(talk, name(letter) + " has all");
    ended(talk, from, to, letter);
  }
  template <class Talk>
  void on_cut(Talk& talk, core::PeerId from, core::PeerId to, const Letter& letter,
              std::uint64_t carried_bytes) {
    note(talk, name(letter) + " is cut at " + std::to_string(carried_bytes));
    ended(talk, from, to, letter);
  }

 private:
  static Letter letter_of(std::size_t task) {
    Letter letter;
    letter.subject = static_cast<std::uint32_t>(task);
    return letter;
  }
  static std::string name(const Letter& letter) { return "#" + std::to_string(letter.subject); }

  template <class Talk>
  void begin(Talk& talk, std::size_t number, QueryNumber query) {
    const Task& task = errands_.tasks[number];
    Letter letter = letter_of(number);
    letter.query = query;
    if (task.is_letter) return talk.send(task.from, task.to, letter);
    shipments_[number] = talk.carry(task.from, task.to, {task.bytes}, letter);
  }

  template <class Talk>
  void ended(Talk& talk, core::PeerId from, core::PeerId to, const Letter& letter) {
    const Task& task = errands_.tasks[letter.subject];
    CHECK(from == task.from);
    CHECK(to == task.to);
    for (const std::size_t next : task.then) begin(talk, next, letter.query);
    for (const std::size_t other : task.stops) {
      const std::uint64_t carried_bytes = talk.stop(shipments_[other]);
      note(talk, "#" + std::to_string(other) + " is stopped at " + std::to_string(carried_bytes));
    }
  }

  template <class Talk>
  void note(const Talk& talk, const std::string& what) {
    const core::Time now = talk.now();
    std::string time = std::to_string(now / core::millisecond);
    if (now % core::millisecond != 0) time += " ms " + std::to_string(now % core::millisecond);
    errands_.notes->push_back(time + ": " + what);
  }

  Errands errands_;
  std::vector<ShipmentId> shipments_;  ///< [task] the last of it
};

/// What porters were told, and what was counted.
struct Told {
  std::vector<std::string> notes;
  Measures measures;
};

/// Up and down, what was carried from and to each peer is what the downloads say.
inline void check_carried(const Measures& measures) {
  std::vector<measure::CarriedBytes> expected(measures.traffic.size());
  for (const measure::DownloadRecord& download : measures.downloads) {
    expected[download.from].up += download.carried_bytes;
    expected[download.to].down += download.carried_bytes;
    CHECK(download.carried_bytes <= download.bytes);
    const bool is_over = download.status != measure::DownloadStatus::in_progress;
    CHECK(download.duration.has_value() == is_over);
  }
  CHECK(measures.carried.empty() == measures.downloads.empty());
  for (core::PeerId peer = 0; peer < measures.carried.size(); ++peer) {
    CHECK(measures.carried[peer].up == expected[peer].up);
    CHECK(measures.carried[peer].down == expected[peer].down);
  }
}

/// Lets porters run over wires.
template <class Wires>
Told play(const Connections& connections, Wires& wires, std::vector<Task> tasks,
          std::vector<Query> queries, const RunSettings& settings) {
  Told told{{}, Measures(connections.peers())};
  told.measures.messages.push_back({"letter"});
  SetUp set_up{connections};
  set_up.overhead_bytes = [](std::uint64_t) { return std::uint64_t{0}; };
  set_up.warm_up = settings.warm_up;
  set_up.link_ways = settings.link_ways;
  using Protocol = Correspondence<Porter>;
  Protocol protocol({std::move(tasks), &told.notes}, set_up);
  Engine<Protocol, Wires> engine(connections, wires, protocol,
                                 rippletank::tests::stream(std::move(queries)), settings,
                                 told.measures);
  engine.run();
  check_carried(told.measures);
  return told;
}

}  // namespace rippletank::overlay::tests
