// WASTE as one writes it first: maps by name, every round and every filler played, nothing clever.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/unit/protocols/waste_played.hpp"

namespace rippletank::tests::waste {

/// The slow twin of all but files, for scripts in which no two things happen at the same moment but
/// what is sent over one link.
class NaiveWaste {
 public:
  explicit NaiveWaste(const Script& script) : script_(script), set_(script.parameters) {
    for (const auto& [one, other] : script.connections) {
      ends_[{one, other}].send_ahead = 0;
      ends_[{other, one}].send_ahead = 0;
    }
    people_.resize(script.peers);
    for (const overlay::PresenceChange& change : script.changes) {
      at(change.time, [this, change] { change.online ? go_online(change.peer) : go(change); });
    }
    for (const overlay::Query& query : script.queries) {
      const std::size_t number = hits.size();
      hits.push_back(0);
      reached.emplace_back();
      at(query.start, [this, query, number] {
        if (!people_[query.origin].online) return;
        broadcast(query.origin, {"search", 64, 3 + set_.text_bytes, number});
        work(query.origin);
      });
    }
    for (PeerId peer = 0; peer < script.peers; ++peer) {
      core::Substream moment(script.seed, "waste/come", peer);
      alarm(peer, core::from_seconds(moment.uniform() * set_.join_spread_s), [this, peer] {
        if (!people_[peer].here) come(peer);
      });
    }
    run();
  }

  std::map<std::string, std::uint64_t> messages;
  std::map<std::string, std::uint64_t> sent_bytes;
  std::vector<std::uint64_t> hits;        ///< [query]
  std::vector<std::set<PeerId>> reached;  ///< [query]
  std::uint64_t overflows = 0;
  std::uint64_t without_route = 0;
  std::uint64_t opened = 0;
  std::uint64_t lost = 0;

 private:
  static constexpr std::size_t no_query = ~std::size_t{0};

  struct Message {
    std::string type;
    int urgency = 0;
    std::uint64_t length = 0;
    std::size_t query = no_query;
    std::uint64_t guid = 0;
    int ttl = 0;

    std::uint64_t bytes() const { return 40 + (length + 7) / 8 * 8; }
  };
  using Tables = std::map<std::string, std::deque<std::uint64_t>>;
  struct EndState {
    std::string stage = "down";
    std::uint64_t attempt = 0;
    std::uint32_t tries = 0;
    bool is_to_dial = false;
    bool knows_other = false;
    std::uint64_t send_ahead = 0;
    std::vector<Message> queue;
    std::uint64_t gone = 0;  ///< bytes of the first one
    std::vector<Message> inbox;
    Tables tables;
  };
  struct Person {
    bool online = true;
    bool here = false;
    int stay = 0;
    Tables own;
    std::uint64_t last_ping = 0;
    std::uint64_t last_list = 0;
    Time listed = 0;
    bool told_key = false;
    Time line_free = 0;
    std::size_t next = 0;
  };

  // ---- time ----

  void at(Time time, std::function<void()> what) { next_[{time, ++order_}] = std::move(what); }
  void alarm(PeerId peer, Time time, const std::function<void()>& what) {
    at(time, [this, peer, stay = people_[peer].stay, what] {
      if (!people_[peer].online || people_[peer].stay != stay) return;
      what();
      work(peer);
    });
  }
  void run() {
    while (!next_.empty() && next_.begin()->first.first <= script_.horizon) {
      now_ = next_.begin()->first.first;
      const std::function<void()> what = std::move(next_.begin()->second);
      next_.erase(next_.begin());
      what();
    }
  }

  // ---- wires ----

  EndState& end(PeerId peer, PeerId other) { return ends_.at({peer, other}); }
  std::vector<PeerId> neighbours(PeerId peer) const {
    std::vector<PeerId> found;
    for (const auto& [pair, state] : ends_) {
      if (pair.first == peer) found.push_back(pair.second);
    }
    return found;
  }
  bool may_dial(PeerId other) const {
    return std::count(script_.firewalled.begin(), script_.firewalled.end(), other) == 0;
  }
  double speed(PeerId peer) const {
    return script_.speeds_kbit_s.empty() ? set_.speed_kbit_s : script_.speeds_kbit_s[peer];
  }
  Time line_time(PeerId peer, std::uint64_t bytes) const {
    return static_cast<Time>(static_cast<double>(bytes) * 8e6 / speed(peer) + 0.5);
  }

  /// `arrive` where `to` is online, else `missed` at who has sent, if that is.
  void write(const std::string& type, std::uint64_t size, PeerId from, PeerId to,
             const std::function<void()>& arrive, const std::function<void()>& missed) {
    ++messages[type];
    sent_bytes[type] += size;
    at(now_ + script_.delays(from, to), [this, from, to, arrive, missed] {
      if (people_[to].online) {
        arrive();
        work(to);
      } else if (people_[from].online) {
        missed();
        work(from);
      }
    });
  }

  // ---- links ----

  void come(PeerId peer) {
    people_[peer].here = true;
    for (const PeerId other : neighbours(peer)) {
      end(peer, other).tries = 0;
      dial(peer, other);
    }
    if (set_.ping_s > 0) {
      core::Substream moment(script_.seed, "waste/announcements", peer);
      alarm(peer, now_ + core::from_seconds(moment.uniform() * set_.ping_s),
            [this, peer] { ping_again(peer); });
    }
    if (set_.key_s > 0) {
      alarm(peer, now_ + core::from_seconds(set_.key_s), [this, peer] { key_again(peer); });
    }
    if (set_.loop_ms > 0) next_round(peer);
    work(peer);
  }
  void ping_again(PeerId peer) {
    ping(peer);
    alarm(peer, now_ + core::from_seconds(set_.ping_s), [this, peer] { ping_again(peer); });
  }
  void key_again(PeerId peer) {
    tell_key(peer);
    alarm(peer, now_ + core::from_seconds(set_.key_s), [this, peer] { key_again(peer); });
  }
  void go_online(PeerId peer) {
    if (people_[peer].online) return;
    people_[peer].online = true;
    come(peer);
  }
  void go(const overlay::PresenceChange& change) {
    const PeerId peer = change.peer;
    if (!people_[peer].online) return;
    for (const PeerId other : neighbours(peer)) {
      EndState& own = end(peer, other);
      const bool was_there = own.stage != "down";
      lose(peer, other);
      if (change.announced && was_there) close(peer, other, own.attempt);
      own.is_to_dial = false;
    }
    const int stay = people_[peer].stay + 1;
    people_[peer] = {};
    people_[peer].stay = stay;
    people_[peer].online = false;
  }

  void dial(PeerId peer, PeerId other) {
    EndState& own = end(peer, other);
    if (own.stage != "down" || !may_dial(other)) return;
    own.attempt = ++attempts_;
    own.stage = "dialling";
    step(peer, other, own.attempt, 0);
  }
  void dial_later(PeerId peer, PeerId other) {
    EndState& own = end(peer, other);
    if (!people_[peer].here || !may_dial(other) || own.is_to_dial) return;
    if (own.tries == set_.dial_tries) return;
    ++own.tries;
    own.is_to_dial = true;
    alarm(peer, now_ + core::from_seconds(set_.retry_s), [this, peer, other] {
      end(peer, other).is_to_dial = false;
      dial(peer, other);
    });
  }
  void fail(PeerId peer, PeerId other, std::uint64_t attempt) {
    if (end(peer, other).attempt != attempt || end(peer, other).stage == "down") return;
    lose(peer, other);
    dial_later(peer, other);
  }
  void close(PeerId peer, PeerId other, std::uint64_t attempt) {
    write(
        "close", 0, peer, other, [this, peer, other, attempt] { fail(other, peer, attempt); },
        [] {});
  }
  void step(PeerId peer, PeerId other, std::uint64_t attempt, int number) {
    static constexpr std::array<std::uint64_t, 6> sizes = {0, 0, 40, 40 + 512, 512 + 16, 16};
    write(
        "handshake", sizes[static_cast<std::size_t>(number)], peer, other,
        [this, peer, other, attempt, number] { read_step(other, peer, attempt, number); },
        [this, peer, other, attempt] { fail(peer, other, attempt); });
  }
  void read_step(PeerId peer, PeerId other, std::uint64_t attempt, int number) {
    EndState& own = end(peer, other);
    if (number == 0) {
      const bool is_first = own.stage == "dialling" && own.attempt < attempt;
      if (!people_[peer].here || is_first) return close(peer, other, attempt);
      lose(peer, other);
      own.attempt = attempt;
      own.stage = "answering";
      return step(peer, other, attempt, 1);
    }
    if (own.attempt == attempt && own.stage == "up") return;
    const bool fits = own.attempt == attempt &&
                      own.stage == (number == 2 || number == 4 ? "answering" : "dialling");
    if (!fits) return close(peer, other, attempt);
    if (number < 5) step(peer, other, attempt, number + 1);
    if (number < 4) return;
    if (number == 4) ++opened;
    own.stage = "up";
    own.knows_other = false;
    own.tries = 0;
    own.send_ahead = std::min<std::uint64_t>(ahead(peer), 2048);
    greet(peer, other);
  }
  std::uint64_t ahead(PeerId peer) const {
    if (set_.send_ahead_bytes) return *set_.send_ahead_bytes;
    for (const auto& [below, most] : std::vector<std::pair<double, std::uint64_t>>{
             {64, 512}, {384, 2048}, {1600, 4096}, {20'000, 8192}}) {
      if (speed(peer) < below) return most;
    }
    return 32'768;
  }
  void lose(PeerId peer, PeerId other) {
    EndState& own = end(peer, other);
    if (own.stage == "up") {
      ++lost;
      own.tables.clear();
    }
    own.stage = "down";
    own.queue.clear();
    own.gone = 0;
    own.inbox.clear();
  }

  // ---- what is told ----

  void greet(PeerId peer, PeerId other) {
    Person& greeter = people_[peer];
    put(peer, other, {"capabilities", 4, set_.capabilities_bytes});
    if (greeter.last_ping == 0) {
      ping(peer);
    } else {
      put(peer, other, again({"ping", 54, 6 + set_.nick_bytes}, greeter.last_ping));
    }
    if (set_.user_lists) {
      if (greeter.last_list == 0 || now_ - greeter.listed > 120 * core::second) {
        greeter.last_list = broadcast(peer, {"user_list", 68, 0});
        greeter.listed = now_;
      } else {
        put(peer, other, again({"user_list", 68, 0}, greeter.last_list));
      }
    }
    if (set_.key_s > 0 && !greeter.told_key) tell_key(peer);
  }
  Message again(Message message, std::uint64_t guid) const {
    message.guid = guid;
    message.ttl = static_cast<int>(set_.origin_ttl_hops);
    return message;
  }
  bool has_link(PeerId peer) {
    for (const PeerId other : neighbours(peer)) {
      if (end(peer, other).stage == "up") return true;
    }
    return false;
  }
  void ping(PeerId peer) {
    if (has_link(peer)) {
      people_[peer].last_ping = broadcast(peer, {"ping", 54, 6 + set_.nick_bytes});
    }
  }
  void tell_key(PeerId peer) {
    if (!has_link(peer)) return;
    people_[peer].told_key = true;
    broadcast(peer, {"key", 44, 38 + set_.key_bytes});
  }

  // ---- floods and ways back ----

  void remember(Tables& tables, const Message& message) const {
    std::deque<std::uint64_t>& table = tables[message.type == "ping" ? "pings" : "others"];
    table.push_back(message.guid);
    if (table.size() > set_.guids_kept) table.pop_front();
  }
  static bool knows(const Tables& tables, std::uint64_t guid) {
    for (const auto& [name, table] : tables) {
      if (std::count(table.begin(), table.end(), guid) > 0) return true;
    }
    return false;
  }
  /// The neighbour over whom it came first, the peer itself if it is its own; nothing: unknown.
  std::optional<PeerId> where(PeerId peer, std::uint64_t guid) {
    if (knows(people_[peer].own, guid)) return peer;
    for (const PeerId other : neighbours(peer)) {
      if (knows(end(peer, other).tables, guid)) return other;
    }
    return {};
  }
  std::uint64_t broadcast(PeerId peer, Message message) {
    message = again(message, ++guids_);
    remember(people_[peer].own, message);
    for (const PeerId other : neighbours(peer)) {
      if (end(peer, other).stage == "up") put(peer, other, message);
    }
    return message.guid;
  }
  void answer(PeerId peer, const Message& asked, const Message& reply) {
    const std::optional<PeerId> back = where(peer, asked.guid);
    if (!back || *back == peer) {
      ++without_route;
    } else {
      put(peer, *back, again(reply, asked.guid));
    }
  }

  /// Lets a message wait, sorted, and cuts off what is too much.
  void put(PeerId peer, PeerId other, const Message& message) {
    EndState& own = end(peer, other);
    std::size_t place = own.queue.size();
    const std::size_t first = own.gone > 0 ? 1 : 0;
    while (place > first && own.queue[place - 1].urgency > message.urgency) --place;
    own.queue.insert(own.queue.begin() + static_cast<std::ptrdiff_t>(place), message);
    if (own.queue.size() <= set_.queue_messages) return;
    own.queue.pop_back();
    ++overflows;
  }

  void read(PeerId peer, PeerId from, const Message& message) {
    const std::string& type = message.type;
    if (type == "saturate") return;
    if (type == "capabilities") {
      EndState& own = end(peer, from);
      own.knows_other = true;
      own.send_ahead = std::min(ahead(peer), std::clamp<std::uint64_t>(ahead(from), 64, 32'768));
      return;
    }
    const std::optional<PeerId> back = where(peer, message.guid);
    if (type == "user_list_reply" || type == "key_reply" || type == "search_reply") {
      if (!back || *back == from) {
        without_route += back ? 0U : 1U;
      } else if (*back != peer) {
        Message on = message;
        if (--on.ttl > 0) put(peer, *back, on);
      } else if (type == "search_reply") {
        ++hits[message.query];
      }
      return;
    }
    if (back) return;
    remember(end(peer, from).tables, message);
    if (message.ttl > 1 && speed(peer) > set_.relay_kbit_s) {
      Message on = message;
      on.ttl = std::min(on.ttl, static_cast<int>(set_.ttl_hops)) - 1;
      for (const PeerId other : neighbours(peer)) {
        if (other != from && end(peer, other).stage == "up" && on.ttl > 0) put(peer, other, on);
      }
    }
    if (type == "user_list") answer(peer, message, {"user_list_reply", 80, 43 + set_.nick_bytes});
    if (type == "key") answer(peer, message, {"key_reply", 40, 38 + set_.key_bytes});
    if (type == "search") read_search(peer, message);
  }
  void read_search(PeerId peer, const Message& message) {
    const overlay::Query& query = script_.queries[message.query];
    if (query.origin == peer) return;
    reached[message.query].insert(peer);
    if (script_.holders[*query.item].count(peer) == 0) return;
    answer(peer, message, {"search_reply", 80, 21 + 18 + set_.name_bytes, message.query});
  }

  // ---- lines ----

  void send(PeerId peer, PeerId other, const Message& message) {
    const std::uint64_t attempt = end(peer, other).attempt;
    write(
        message.type, message.bytes(), peer, other,
        [this, peer, other, attempt, message] {
          EndState& there = end(other, peer);
          if (there.stage != "up" || there.attempt != attempt) {
            close(other, peer, attempt);
          } else if (set_.loop_ms > 0) {
            there.inbox.push_back(message);
          } else {
            read(other, peer, message);
          }
        },
        [this, peer, other, attempt] {
          if (end(peer, other).stage == "up") fail(peer, other, attempt);
        });
  }
  /// The first one that waits has been handed over whole.
  void finish(PeerId peer, PeerId other) {
    EndState& own = end(peer, other);
    const Message message = own.queue.front();
    own.queue.erase(own.queue.begin());
    own.gone = 0;
    if (!set_.paced) return send(peer, other, message);
    at(people_[peer].line_free, [this, peer, other, attempt = own.attempt, message] {
      if (!people_[peer].online) return;
      if (end(peer, other).stage == "up" && end(peer, other).attempt == attempt) {
        send(peer, other, message);
      }
      work(peer);
    });
  }
  void load(PeerId peer, std::uint64_t size) {
    Time& free = people_[peer].line_free;
    free = std::max(free, now_) + line_time(peer, size);
  }

  /// Without a loop: one message of each link in turn.
  void work(PeerId peer) {
    if (!people_[peer].here || set_.loop_ms > 0) return;
    const std::vector<PeerId> row = neighbours(peer);
    Person& sender = people_[peer];
    for (std::size_t idle = 0; idle < row.size();) {
      EndState& own = end(peer, row[sender.next]);
      if (own.queue.empty()) {
        ++idle;
      } else {
        const Time before = sender.line_free - now_;
        const Time room = line_time(peer, own.send_ahead);
        if (set_.paced && before > 0 && before + line_time(peer, 40) > room) return;
        if (set_.paced) load(peer, own.queue.front().bytes());
        finish(peer, row[sender.next]);
        idle = 0;
      }
      sender.next = (sender.next + 1) % row.size();
    }
  }

  void next_round(PeerId peer) {
    const Time loop = core::from_milliseconds(set_.loop_ms);
    core::Substream moment(script_.seed, "waste/loop", peer);
    const Time first = static_cast<Time>(moment.uniform() * static_cast<double>(loop));
    std::uint64_t number = 0;
    while (first + static_cast<Time>(number) * loop < now_) ++number;
    round_later(peer, first, loop, number);
  }
  void round_later(PeerId peer, Time first, Time loop, std::uint64_t number) {
    alarm(peer, first + static_cast<Time>(number) * loop, [this, peer, first, loop, number] {
      play_round(peer, number);
      round_later(peer, first, loop, number + 1);
    });
  }
  void play_round(PeerId peer, std::uint64_t number) {
    std::uint64_t passes = 1;
    for (const auto& [from, more] :
         std::vector<std::pair<double, std::uint64_t>>{{64, 1}, {384, 1}, {1600, 2}, {20'000, 3}}) {
      if (speed(peer) >= from) passes += more;
    }
    const std::vector<PeerId> row = neighbours(peer);
    for (std::uint64_t pass = 0; pass < passes; ++pass) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        const PeerId other = row[(number * passes + pass + i) % row.size()];
        if (end(peer, other).stage != "up") continue;
        play_pass(peer, other);
        for (const Message& message : std::exchange(end(peer, other).inbox, {})) {
          read(peer, other, message);
        }
      }
    }
  }
  void play_pass(PeerId peer, PeerId other) {
    EndState& own = end(peer, other);
    const Time loop = core::from_milliseconds(set_.loop_ms);
    std::uint64_t handed = 0;
    fill(peer, other, handed);
    while (!own.queue.empty() && handed < own.send_ahead) {
      const Time most = std::max(line_time(peer, own.send_ahead), loop);
      if (set_.paced && people_[peer].line_free - now_ >= most) return;
      const std::uint64_t rest = own.queue.front().bytes() - own.gone;
      const std::uint64_t size = std::min(rest, own.send_ahead - handed);
      if (set_.paced) load(peer, size);
      handed += size;
      own.gone += size;
      if (size < rest) return;
      finish(peer, other);
      fill(peer, other, handed);
    }
  }
  void fill(PeerId peer, PeerId other, std::uint64_t& handed) {
    EndState& own = end(peer, other);
    if (!set_.saturate || !own.knows_other || !own.queue.empty()) return;
    const std::uint64_t extra = std::clamp<std::uint64_t>(own.send_ahead / 64, 4, 216);
    while (handed < 40 + 2 * extra) {
      if (set_.paced) {
        const Time left = std::max(people_[peer].line_free, now_) + line_time(peer, 40 + extra);
        if (left > now_ + core::from_milliseconds(set_.loop_ms)) return;
        people_[peer].line_free = left;
      }
      handed += 40 + extra;
      ++messages["saturate"];
      sent_bytes["saturate"] += 40 + extra;
    }
  }

  const Script& script_;
  const Parameters& set_;
  std::map<std::pair<Time, std::uint64_t>, std::function<void()>> next_;
  std::uint64_t order_ = 0;
  Time now_ = 0;
  std::map<std::pair<PeerId, PeerId>, EndState> ends_;
  std::vector<Person> people_;
  std::uint64_t attempts_ = 0;
  std::uint64_t guids_ = 0;
};

}  // namespace rippletank::tests::waste
