// lan_discovery as one writes it first: sets, a map of what happens next, and no counter kept.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/presence.hpp"

namespace rippletank::tests {

/// The slow twin: every message takes as long, and whether all know all is looked up in full after
/// each event.
class NaiveLan {
 public:
  using PeerId = core::PeerId;
  using Time = core::Time;

  struct Settings {
    std::vector<std::set<PeerId>> hearers;  ///< [peer]
    std::optional<PeerId> server;           ///< none: by broadcast
    bool tells_others = true;
    Time again = 0;
    Time forget = 0;
    Time spread = 0;
    Time delay = 0;
    Time horizon = core::never;
    Time warm_up = 0;
    std::uint64_t header_bytes = 8;
    std::uint64_t address_bytes = 22;
    std::uint64_t seed = 1;
    std::vector<overlay::PresenceChange> changes;
  };

  explicit NaiveLan(Settings settings) : settings_(std::move(settings)) {
    const auto peers = static_cast<PeerId>(settings_.hearers.size());
    for (PeerId peer = 0; peer < peers; ++peer) online_.insert(peer);
    for (const overlay::PresenceChange& change : settings_.changes) {
      schedule(change.time, 0, [this, change] { change_presence(change); });
    }
    for (PeerId peer = 0; peer < peers; ++peer) {
      if (peer == settings_.server) continue;
      core::Substream stream(settings_.seed, "lan_discovery/come", peer);
      const double spread_s = core::to_seconds(settings_.spread);
      alarm(peer, core::from_seconds(stream.uniform() * spread_s), [this, peer] { come(peer); });
    }
    while (!next_.empty() && std::get<0>(next_.begin()->first) <= settings_.horizon) {
      now_ = std::get<0>(next_.begin()->first);
      const std::function<void()> event = std::move(next_.begin()->second);
      next_.erase(next_.begin());
      event();
      look();
    }
  }

  /// What the messages of each type, and what they have in bytes, are called.
  std::map<std::string, std::uint64_t> messages;
  std::map<std::string, std::uint64_t> bytes;
  std::uint64_t broadcasts = 0;
  std::uint64_t arrivals = 0;
  std::vector<Time> found;
  std::vector<Time> finds;

  std::uint64_t computers() const { return here_.size(); }
  std::uint64_t known() const {
    std::uint64_t pairs = 0;
    for (const PeerId who : here_) {
      for (const PeerId whom : here_) pairs += who != whom && knows(who, whom) ? 1U : 0U;
    }
    return pairs;
  }
  std::uint64_t stale() const {
    std::uint64_t addresses = 0;
    for (const PeerId who : here_) {
      for (const PeerId whom : books_.at(who)) addresses += here_.count(whom) == 0 ? 1U : 0U;
    }
    return addresses;
  }
  std::optional<Time> everyone_known;

 private:
  void schedule(Time at, int kind, std::function<void()> event) {
    next_[{at, kind, ++events_}] = std::move(event);
  }
  /// Rings only if the computer has not been away meanwhile.
  void alarm(PeerId peer, Time at, const std::function<void()>& ring) {
    schedule(at, 1, [this, peer, stay = stays_[peer], ring] {
      if (online_.count(peer) != 0 && stays_[peer] == stay) ring();
    });
  }
  void send(const std::string& type, PeerId from, PeerId to, std::uint64_t addresses,
            const std::function<void()>& read) {
    if (now_ >= settings_.warm_up) {
      ++messages[type];
      bytes[type] += settings_.header_bytes + addresses * settings_.address_bytes;
    }
    schedule(now_ + settings_.delay, 1, [this, from, to, read] {
      if (online_.count(to) != 0) return read();
      if (from == settings_.server && online_.count(from) != 0) strike_off(to);
    });
  }

  void come(PeerId peer) {
    const bool waits = !here_.empty() && now_ >= settings_.warm_up;
    here_.insert(peer);
    books_[peer].clear();
    if (waits) {
      ++arrivals;
      seeking_[peer] = now_;
      unfound_[peer] = now_;
    }
    announce(peer, true);
  }
  void announce(PeerId peer, bool has_just_come) {
    if (settings_.server) {
      send("announce", peer, *settings_.server, 1, [this, peer] { serve(peer); });
    } else {
      if (now_ >= settings_.warm_up) ++broadcasts;
      for (const PeerId to : settings_.hearers[peer]) {
        send("announce", peer, to, 1, [=, this] { hear(to, peer, has_just_come); });
      }
    }
    if (settings_.again > 0) {
      alarm(peer, now_ + settings_.again, [this, peer] {
        forget_silent(peer);
        announce(peer, false);
      });
    }
  }
  void hear(PeerId to, PeerId from, bool has_just_come) {
    if (here_.count(to) == 0) return;
    const bool is_new = note(to, from);
    if (!is_new && !has_just_come) return;
    send("answer", to, from, 1, [=, this] {
      if (here_.count(from) != 0) note(from, to);
    });
  }
  bool note(PeerId who, PeerId whom) {
    heard_[{who, whom}] = now_;
    return books_[who].insert(whom).second;
  }
  void forget_silent(PeerId peer) {
    if (settings_.forget == 0) return;
    const std::set<PeerId> all = books_[peer];
    for (const PeerId whom : all) {
      if (now_ - heard_[{peer, whom}] > settings_.forget) books_[peer].erase(whom);
    }
  }

  void serve(PeerId from) {
    const bool is_new = registered_.insert(from).second;
    std::set<PeerId> others = registered_;
    others.erase(from);
    if (is_new && settings_.tells_others) {
      for (const PeerId to : others) {
        send("newcomer", *settings_.server, to, 1, [=, this] {
          if (here_.count(to) != 0) note(to, from);
        });
      }
    }
    send("list", *settings_.server, from, others.size(), [=, this] {
      if (here_.count(from) != 0) books_[from] = others;
    });
  }
  void strike_off(PeerId who) {
    if (registered_.erase(who) == 0 || !settings_.tells_others) return;
    for (const PeerId to : registered_) {
      send("goodbye", *settings_.server, to, 1, [=, this] { forget(to, who); });
    }
  }
  void forget(PeerId who, PeerId whom) {
    if (here_.count(who) != 0) books_[who].erase(whom);
  }

  void change_presence(const overlay::PresenceChange& change) {
    const PeerId peer = change.peer;
    if ((online_.count(peer) != 0) == change.online) return;
    ++stays_[peer];
    if (change.online) {
      online_.insert(peer);
      if (peer != settings_.server) come(peer);
      return;
    }
    if (peer == settings_.server) registered_.clear();
    if (here_.count(peer) != 0 && change.announced) say_goodbye(peer);
    online_.erase(peer);
    here_.erase(peer);
    seeking_.erase(peer);
    unfound_.erase(peer);
  }
  void say_goodbye(PeerId peer) {
    if (settings_.server) {
      return send("goodbye", peer, *settings_.server, 1, [this, peer] { strike_off(peer); });
    }
    if (now_ >= settings_.warm_up) ++broadcasts;
    for (const PeerId to : settings_.hearers[peer]) {
      send("goodbye", peer, to, 1, [=, this] { forget(to, peer); });
    }
  }

  bool knows(PeerId who, PeerId whom) const { return books_.at(who).count(whom) != 0; }

  void look() {
    const std::uint64_t others = here_.empty() ? 0 : here_.size() - 1;
    if (here_.size() < 2 || known() < here_.size() * others) {
      everyone_known.reset();
    } else if (!everyone_known) {
      everyone_known = now_;
    }
    settle(seeking_, finds, [this](PeerId one, PeerId other) { return knows(one, other); });
    settle(unfound_, found, [this](PeerId one, PeerId other) { return knows(other, one); });
  }
  template <class Holds>
  void settle(std::map<PeerId, Time>& waiting, std::vector<Time>& spans, Holds holds) {
    for (auto it = waiting.begin(); it != waiting.end();) {
      const bool all = std::all_of(here_.begin(), here_.end(), [&](PeerId other) {
        return other == it->first || holds(it->first, other);
      });
      if (all) spans.push_back(now_ - it->second);
      it = all ? waiting.erase(it) : std::next(it);
    }
  }

  Settings settings_;
  Time now_ = 0;
  std::uint64_t events_ = 0;
  std::map<std::tuple<Time, int, std::uint64_t>, std::function<void()>> next_;
  std::set<PeerId> online_;
  std::set<PeerId> here_;
  std::map<PeerId, std::uint32_t> stays_;
  std::map<PeerId, std::set<PeerId>> books_;  ///< whom each knows
  std::map<std::pair<PeerId, PeerId>, Time> heard_;
  std::set<PeerId> registered_;
  std::map<PeerId, Time> seeking_;
  std::map<PeerId, Time> unfound_;
};

}  // namespace rippletank::tests
