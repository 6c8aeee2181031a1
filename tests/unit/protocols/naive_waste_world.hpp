// What the naive twin of WASTE is made of: time, wires, and what it counts.
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

class NaiveWorld {
 public:
  std::map<std::string, std::uint64_t> messages;
  std::map<std::string, std::uint64_t> sent_bytes;
  std::vector<std::uint64_t> hits;        ///< [query]
  std::vector<std::set<PeerId>> reached;  ///< [query]
  std::uint64_t overflows = 0;
  std::uint64_t without_route = 0;
  std::uint64_t opened = 0;
  std::uint64_t lost = 0;
  std::uint64_t requests = 0;
  std::uint64_t ignored = 0;
  std::uint64_t late = 0;
  std::uint64_t twice = 0;  ///< chunks that were there
  std::uint64_t silent_rounds = 0;
  std::uint64_t silent_tries = 0;
  std::uint64_t tries = 0;
  std::map<std::size_t, Time> fetched;  ///< [query] when the file was there
  std::map<PeerId, std::uint64_t> carried_up;
  std::map<PeerId, std::uint64_t> carried_down;

 protected:
  static constexpr std::size_t no_query = ~std::size_t{0};

  struct Message {
    std::string type;
    int urgency = 0;
    std::uint64_t length = 0;
    std::size_t query = no_query;
    std::uint64_t guid = 0;
    int ttl = 0;
    PeerId writer = 0;
    std::size_t fetch = 0;         ///< of a file, which one
    std::uint64_t previous = 0;    ///< request
    std::vector<int> chunks = {};  ///< that are asked for, or the one that comes

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
  struct Fetch {
    PeerId peer = 0;
    PeerId owner = 0;
    core::ItemId item = 0;
    std::size_t query = 0;
    std::string state = "waiting";
    std::set<int> missing;
    int window = 0;
    std::uint64_t guid = 0;
    std::set<int> asked;  ///< and not there yet
    bool knows_size = false;
    bool has_header = false;
    bool has_heard = false;
    Time heard = 0;
    std::uint32_t tries = 0;
  };
  struct Upload {
    std::size_t fetch = 0;
    std::uint64_t guid = 0;
    std::vector<int> chunks;
    Time sign = 0;
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
    std::vector<std::size_t> waiting;  ///< what it is to fetch
    std::vector<std::size_t> active;
    std::vector<Upload> uploads;
    std::optional<Time> last_start;
    bool is_to_start = false;
  };

  explicit NaiveWorld(const Script& script) : script_(script), set_(script.parameters) {
    for (const auto& [one, other] : script.connections) {
      ends_[{one, other}].send_ahead = 0;
      ends_[{other, one}].send_ahead = 0;
    }
    people_.resize(script.peers);
  }
  ~NaiveWorld() = default;

  /// After whatever has happened to a peer.
  virtual void work(PeerId peer) = 0;

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
  bool may_dial(PeerId peer, PeerId other) const {
    const auto is_behind = [this](PeerId each) {
      return std::count(script_.firewalled.begin(), script_.firewalled.end(), each) > 0;
    };
    return !is_behind(other) || (script_.share_firewall && is_behind(peer));
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

  const Script& script_;
  const Parameters& set_;
  std::map<std::pair<Time, std::uint64_t>, std::function<void()>> next_;
  std::uint64_t order_ = 0;
  Time now_ = 0;
  std::map<std::pair<PeerId, PeerId>, EndState> ends_;
  std::vector<Person> people_;
  std::uint64_t attempts_ = 0;
  std::uint64_t guids_ = 0;
  std::vector<Fetch> fetches_;
  std::set<std::size_t> begun_;  ///< queries
  std::set<std::pair<PeerId, core::ItemId>> got_;
};

}  // namespace rippletank::tests::waste
