// The links of the naive twin of WASTE: how they come up, what waits for them, and floods.
#pragma once

#include "tests/unit/protocols/naive_waste_world.hpp"

namespace rippletank::tests::waste {

class NaiveLinks : public NaiveWorld {
 protected:
  using NaiveWorld::NaiveWorld;
  ~NaiveLinks() = default;

  virtual void read(PeerId peer, PeerId from, const Message& message) = 0;
  /// A peer may fetch what it has found.
  virtual void start(PeerId peer) = 0;
  /// One chunk of each upload; true if there was any.
  virtual bool upload(PeerId peer) = 0;

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
    std::vector<std::size_t> waiting = people_[peer].waiting;
    for (const std::size_t fetch : people_[peer].active) {
      fetches_[fetch].state = "waiting";
      waiting.push_back(fetch);
    }
    const std::optional<Time> last_start = people_[peer].last_start;
    people_[peer] = {};
    people_[peer].last_start = last_start;
    people_[peer].waiting = waiting;
    people_[peer].stay = stay;
    people_[peer].online = false;
  }

  void dial(PeerId peer, PeerId other) {
    EndState& own = end(peer, other);
    if (own.stage != "down" || !may_dial(peer, other)) return;
    own.attempt = ++attempts_;
    own.stage = "dialling";
    limit(peer, other, own.attempt);
    step(peer, other, own.attempt, 0);
  }
  void limit(PeerId peer, PeerId other, std::uint64_t attempt) {
    alarm(peer, now_ + core::from_seconds(set_.handshake_s), [this, peer, other, attempt] {
      if (end(peer, other).stage == "up") return;
      if (end(peer, other).stage == "down" || end(peer, other).attempt != attempt) return;
      fail(peer, other, attempt);
      close(peer, other, attempt);
    });
  }
  void dial_later(PeerId peer, PeerId other) {
    EndState& own = end(peer, other);
    if (!people_[peer].here || !may_dial(peer, other) || own.is_to_dial) return;
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
      limit(peer, other, attempt);
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
    start(peer);
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
    std::deque<std::uint64_t>& table = tables[message.type == "ping"  ? "pings"
                                              : message.urgency == 96 ? "files"
                                                                      : "others"];
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

  void work(PeerId peer) override {
    if (!people_[peer].here || set_.loop_ms > 0) return;
    do {
      hand_over(peer);
    } while (upload(peer));
  }
  /// Without a loop: one message of each link in turn.
  void hand_over(PeerId peer) {
    const std::vector<PeerId> row = neighbours(peer);
    Person& sender = people_[peer];
    for (std::size_t idle = 0; idle < row.size();) {
      EndState& own = end(peer, row[sender.next]);
      if (own.queue.empty()) {
        ++idle;
      } else {
        const Time ahead_of_it = line_time(peer, own.send_ahead) - line_time(peer, 40);
        const Time room = sender.line_free - std::max(ahead_of_it, Time{0});
        if (set_.paced && now_ < room) return alarm(peer, room, [] {});
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
      upload(peer);
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
    const std::uint64_t size = 40 + (extra + 7) / 8 * 8;
    while (handed < 40 + 2 * extra) {
      if (set_.paced) {
        if (people_[peer].line_free >= now_ + core::from_milliseconds(set_.loop_ms)) return;
        load(peer, size);
      }
      handed += size;
      ++messages["saturate"];
      sent_bytes["saturate"] += size;
    }
  }
};

}  // namespace rippletank::tests::waste
