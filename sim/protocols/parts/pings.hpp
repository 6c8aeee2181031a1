// Pings: how peers ask who else is there, and what they learn from the pongs.
#pragma once

#include <cstdint>
#include <string>

#include "sim/core/random.hpp"
#include "sim/overlay/neighbours.hpp"
#include "sim/protocols/parts/descriptors.hpp"
#include "sim/protocols/parts/host_caches.hpp"
#include "sim/protocols/parts/search.hpp"
#include "sim/protocols/parts/stays.hpp"

namespace rippletank::protocols {

struct PingSettings {
  core::Time interval = 0;  ///< 0: nobody pings now and then
  bool greets = false;      ///< whether who asks others to connect pings then
  std::uint16_t ttl_hops = 7;
  core::Time memory = 0;     ///< for how long peers remember a ping
  std::uint32_t cached = 0;  ///< pongs that a peer answers with at once; 0: it passes pings on
};

/// Pings are flooded, and every peer that one reaches sends a pong with its address back the way
/// that the ping came. Or peers answer with pongs of others whose addresses they have, and pings go
/// no farther.
///
/// Letters of types `ping` to `types` and the timer `send_ping` are its own.
///
/// Random:  substream "pings/phase" of each peer: when it pings first.
/// Source:  Gnutella Protocol Specification v0.4 (Clip2, 2001), Ping and Pong; Rohrs & Falco,
///          Ping/pong scheme (2002): pong caching.
class Pings {
 public:
  enum Type : std::uint8_t { ping = Search::types, pong, types };
  enum Alarm : std::uint8_t { send_ping = Search::alarms, alarms };

  static std::vector<std::string> message_types() { return {"ping", "pong"}; }

  Pings(const PingSettings& settings, const overlay::Neighbours& neighbours, const Stays& stays,
        std::uint64_t seed)
      : settings_(settings),
        neighbours_(neighbours),
        stays_(stays),
        seed_(seed),
        descriptors_(neighbours.peers(), settings.memory) {}

  /// A peer is there, and pings from now on.
  template <class Talk>
  void start(Talk& talk, core::PeerId peer) {
    descriptors_.came(peer, talk.now());
    if (settings_.interval == 0) return;
    core::Substream random(seed_, core::Purpose("pings/phase"), peer);
    const auto phase =
        static_cast<core::Time>(random.uniform() * static_cast<double>(settings_.interval));
    set_alarm(talk, peer, core::later(talk.now(), phase));
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.value != stays_.of(peer)) return;  // it has gone and come since
    send(talk, peer);
    set_alarm(talk, peer, core::later(talk.now(), settings_.interval));
  }

  /// A peer has a new connection, or looks for one.
  template <class Talk>
  void greet(Talk& talk, core::PeerId peer) {
    if (settings_.greets) send(talk, peer);
  }

  template <class Talk>
  void send(Talk& talk, core::PeerId peer) {
    overlay::Letter letter;
    letter.type = ping;
    letter.subject =
        descriptors_.begin_flood(talk, peer, settings_.ttl_hops, neighbours_.mean_degree());
    letter.value = settings_.ttl_hops;
    pass_on(talk, peer, core::no_peer, letter);
    descriptors_.settle(letter.subject);
  }

  /// For letters of its own types.
  ///
  /// `rules.heard_of(talk, peer, other, distance)`: a pong has told a peer of another one.
  /// `rules.cached_pongs(peer, asker, most)`: the addresses that a peer tells one who pings.
  template <class Talk, class Rules>
  void on_letter(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                 const overlay::Letter& letter) {
    descriptors_.landed(letter);
    if (letter.type == ping) {
      read_ping(talk, rules, to, from, letter);
    } else {
      rules.heard_of(talk, to, letter.value, distance(talk.now(), to, letter));
      pass_back(talk, to, letter);
    }
    descriptors_.settle(letter.subject);
  }

  /// From now on some letters may be turned away before they are handed on.
  void doubt() { descriptors_.doubt(); }

  void on_vanished(const overlay::Letter& letter) {
    descriptors_.landed(letter);
    descriptors_.settle(letter.subject);
  }

 private:
  template <class Talk>
  void set_alarm(Talk& talk, core::PeerId peer, core::Time at) {
    overlay::Letter alarm;
    alarm.type = send_ping;
    alarm.value = stays_.of(peer);
    talk.wake(peer, at, alarm);
  }

  template <class Talk>
  void pass_on(Talk& talk, core::PeerId at, core::PeerId except, const overlay::Letter& letter) {
    descriptors_.flood(talk, at, neighbours_.of(at), except, letter);
  }

  template <class Talk, class Rules>
  void read_ping(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                 const overlay::Letter& letter) {
    if (descriptors_.knows(letter.subject, to, talk.now())) return;
    descriptors_.note(letter.subject, to, from, talk.now());
    overlay::Letter answer = letter;
    answer.type = pong;
    answer.value = to;
    answer.hops = 1;
    if (settings_.cached > 0) {
      for (const core::PeerId other : rules.cached_pongs(to, from, settings_.cached)) {
        answer.value = other;
        descriptors_.send(talk, to, from, answer);
      }
      return;
    }
    descriptors_.send(talk, to, from, answer);
    if (letter.value <= 1) return;
    overlay::Letter next = letter;
    ++next.hops;
    --next.value;
    pass_on(talk, to, from, next);
  }

  /// Of the peer that a pong tells of; pongs from caches do not tell.
  Distance distance(core::Time now, core::PeerId to, const overlay::Letter& letter) const {
    if (settings_.cached > 0) return {};
    return {letter.hops, now - descriptors_.since(letter.subject, to)};
  }

  template <class Talk>
  void pass_back(Talk& talk, core::PeerId at, const overlay::Letter& letter) {
    const auto way = descriptors_.way_back(letter.subject, at, talk.now());
    // After a peer on the way was away, ways may form a circle.
    const bool is_far = letter.hops >= settings_.ttl_hops;
    if (is_far || !way || *way == core::no_peer || !neighbours_.has(at, *way)) return;
    overlay::Letter next = letter;
    ++next.hops;
    descriptors_.send(talk, at, *way, next);
  }

  PingSettings settings_;
  const overlay::Neighbours& neighbours_;
  const Stays& stays_;
  std::uint64_t seed_;
  Descriptors descriptors_;
};

}  // namespace rippletank::protocols
