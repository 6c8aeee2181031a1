// Web caches: web servers that tell peers the addresses of others.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/pool.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/figure.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/protocols/parts/joining.hpp"
#include "sim/protocols/parts/stays.hpp"

namespace rippletank::protocols {

struct WebCacheCounts {
  std::uint64_t asked = 0;
  std::uint64_t answered = 0;
  std::uint64_t updates = 0;

  std::vector<measure::Figure> figures() const;
};

/// A peer that knows nobody else to ask asks a web cache, which answers with the addresses that it
/// was told last; each peer to whom others can connect tells one its own now and then. Web caches
/// are servers: they are no part of the network, nor do they know who is still there. A request
/// that is lost is not repeated before the peer knows nobody again.
///
/// Letters of types `ask` to `types` and the timer `update` are its own. The rules of a protocol
/// have
///
///     learn(peer, other)             a peer hears of another one
///     learnt(talk, peer)             it has heard of all
///     is_worth_telling(peer)         whether peers hand on its address
///
/// Random:  substream "web_caches/choices" of each peer: which one it asks; "web_caches/phase": how
///          soon it tells its address first.
/// Cost:    4 bytes per address that a cache keeps; O(keeps) for each letter.
/// Source:  Dämpfling, Gnutella Web Caching System, version 1.3.1 (2002): hostfile and ip.
class WebCaches {
 public:
  enum Type : std::uint8_t { ask = Joining::types, hosts, tell, told, types };
  enum Alarm : std::uint8_t { update = Joining::alarms, alarms };

  static std::vector<std::string> message_types() {
    return {"hostfile", "hosts", "host_update", "host_updated"};
  }

  /// `addresses`: in whose rows stand the peers that each cache knows at first.
  WebCaches(const WebCacheParameters& parameters, const overlay::Connections& addresses,
            const overlay::Servers& caches, const Stays& stays, std::uint64_t seed);

  const WebCacheCounts& counts() const { return counts_; }
  bool is_one(core::PeerId peer) const { return place_of_[peer] != no_place; }
  const std::vector<core::PeerId>& all() const { return caches_; }
  /// Of a letter of its own types.
  measure::MessageSize size(const overlay::Letter& letter) const;

  /// A peer has come, and will tell its address if it has one to which others can connect.
  template <class Talk>
  void start(Talk& talk, core::PeerId peer) {
    core::Substream random(seed_, core::Purpose("web_caches/phase"), peer);
    const double first_s = parameters_.update_s * random.uniform();
    set_alarm(talk, peer, core::from_seconds(first_s));
  }

  /// It knows nobody else to ask.
  template <class Talk>
  void ask_one(Talk& talk, core::PeerId peer) {
    ++counts_.asked;
    talk.send(peer, any(peer), letter_of(ask));
  }

  template <class Talk, class Rules>
  void on_letter(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                 const overlay::Letter& letter) {
    if (letter.type == hosts) {
      for (const core::PeerId other : lists_.take(letter.value)) rules.learn(to, other);
      return rules.learnt(talk, to);
    }
    if (letter.type == told) return;
    std::deque<core::PeerId>& known = known_[place_of_[to]];
    overlay::Letter answer = letter_of(told);
    if (letter.type == ask) {
      ++counts_.answered;
      answer = letter_of(hosts, lists_.put({known.begin(), known.end()}));
    } else {
      note(known, from);
    }
    talk.send(to, from, answer);
  }

  void on_vanished(const overlay::Letter& letter) {
    if (letter.type == hosts) lists_.take(letter.value);
  }

  template <class Talk, class Rules>
  void on_timer(Talk& talk, const Rules& rules, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.subject != stays_.of(peer)) return;  // it has gone and come since
    if (rules.is_worth_telling(peer)) {
      ++counts_.updates;
      talk.send(peer, any(peer), letter_of(tell));
    }
    set_alarm(talk, peer, core::from_seconds(parameters_.update_s));
  }

 private:
  static constexpr std::uint32_t no_place = ~std::uint32_t{0};

  static overlay::Letter letter_of(Type type, std::uint32_t value = 0) {
    overlay::Letter letter;
    letter.type = type;
    letter.value = value;
    return letter;
  }

  template <class Talk>
  void set_alarm(Talk& talk, core::PeerId peer, core::Time after) {
    overlay::Letter alarm;
    alarm.type = update;
    alarm.subject = stays_.of(peer);
    talk.wake(peer, core::later(talk.now(), after), alarm);
  }

  core::PeerId any(core::PeerId peer) { return caches_[choices_[peer].below(caches_.size())]; }
  /// A cache keeps an address, and forgets the oldest that it has no room for.
  void note(std::deque<core::PeerId>& known, core::PeerId peer) const;

  WebCacheParameters parameters_;
  const Stays& stays_;
  std::uint64_t seed_;
  std::vector<core::PeerId> caches_;             ///< ascending
  std::vector<std::uint32_t> place_of_;          ///< [peer] among caches_
  std::vector<std::deque<core::PeerId>> known_;  ///< [place] the newest first
  std::vector<core::Substream> choices_;         ///< [peer]
  core::Pool<std::vector<core::PeerId>> lists_;  ///< of addresses, in letters on their way
  WebCacheCounts counts_;
};

}  // namespace rippletank::protocols
