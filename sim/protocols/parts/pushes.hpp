// Pushes: how peers fetch from holders that nobody can connect to.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/figure.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/neighbours.hpp"
#include "sim/protocols/parts/stays.hpp"
#include "sim/protocols/parts/web_caches.hpp"

namespace rippletank::protocols {

struct PushSettings {
  double firewalled = 0;  ///< share of peers that nobody can connect to, of those that may be so
  core::Time memory = 0;  ///< for how long peers remember where a hit has come from
  core::Time patience = 0;
};

struct PushCounts {
  std::uint64_t asked = 0;
  std::uint64_t arrived = 0;
  std::uint64_t lost = 0;  ///< at a peer that did not know the way, or on it

  std::vector<measure::Figure> figures() const;
};

/// A push goes from the peer that wants a file to its holder, backwards along the way on which the
/// holder's latest hit came and no farther than that, or at once from one that is connected to it;
/// then the holder connects to that peer,
/// and gives what it asks for, as long as both stay online.
///
/// Letters of types `push` to `types` and the timer `no_source` are its own; their value is the
/// push in the order of asking.
///
/// Random:  substream "pushes/firewalled": who is, a sample.
/// Cost:    24 bytes per push, 24 per peer and firewalled holder whose hits it has passed on.
/// Source:  Gnutella Protocol Specification v0.4 (Clip2, 2001), Push and firewalled servents.
class Pushes {
 public:
  enum Type : std::uint8_t { push = WebCaches::types, give, types };
  enum Alarm : std::uint8_t { no_source = WebCaches::alarms, alarms };

  static std::vector<std::string> message_types() { return {"push", "give"}; }

  /// `open`: peers to whom everybody can connect, whoever the others are; ascending.
  Pushes(const PushSettings& settings, const overlay::Neighbours& neighbours, const Stays& stays,
         const std::vector<core::PeerId>& open, std::uint64_t seed);

  const PushCounts& counts() const { return counts_; }
  bool has_firewalls() const { return !firewalled_.empty(); }
  bool is_firewalled(core::PeerId peer) const { return !firewalled_.empty() && firewalled_[peer]; }
  /// Whether one of two can connect to the other.
  bool can_meet(core::PeerId a, core::PeerId b) const {
    return !is_firewalled(a) || !is_firewalled(b);
  }
  /// Whether a holder has connected to a peer because of a push about something, and both stayed.
  bool is_connected(core::PeerId peer, core::PeerId holder, std::uint32_t subject) const {
    const auto found = connected_.find(key(subject, holder));
    return found != connected_.end() && found->second == stays_of(peer, holder);
  }

  /// `hops`: that the hit has travelled.
  void passed_hit(core::Time now, core::PeerId at, core::PeerId from, core::PeerId holder,
                  std::uint32_t hops) {
    if (is_firewalled(holder)) ways_[key(at, holder)] = {from, hops, now};
  }

  /// A peer asks a source to connect to it. `letter` is about what it wants, its subject.
  template <class Talk>
  void ask(Talk& talk, core::PeerId peer, core::PeerId source, overlay::Letter letter) {
    ++counts_.asked;
    letter.type = push;
    letter.value = static_cast<std::uint32_t>(pushes_.size());
    letter.hops = 1;
    const auto way = ways_.find(key(peer, source));
    pushes_.push_back({peer, source, stays_.of(peer), way == ways_.end() ? 0 : way->second.hops});
    overlay::Letter alarm = letter;
    alarm.type = no_source;
    alarm.hops = 0;
    talk.wake(peer, core::later(talk.now(), settings_.patience), alarm);
    pass_on(talk, peer, letter);
  }

  /// For letters of its own types. The rules of a protocol have
  ///
  ///     source_has_come(talk, source, letter)      one has connected to the peer that wants this
  ///     source_has_not_come(talk, source, subject) it has not for so long
  template <class Talk, class Rules>
  void on_letter(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                 const overlay::Letter& letter) {
    Push& about = pushes_[letter.value];
    if (letter.type == give) {
      about.has_come = true;
      connected_[key(letter.subject, from)] = stays_of(to, from);
      return rules.source_has_come(talk, from, letter);
    }
    if (to != about.holder) {
      overlay::Letter next = letter;
      ++next.hops;
      return pass_on(talk, to, next);
    }
    ++counts_.arrived;
    overlay::Letter gift = letter;
    gift.type = give;
    ++gift.hops;
    talk.send(to, about.peer, gift);
  }

  void on_vanished(const overlay::Letter& letter) {
    if (letter.type == push) ++counts_.lost;
  }

  template <class Talk, class Rules>
  void on_timer(Talk& talk, Rules& rules, const overlay::Letter& letter) {
    const Push& about = pushes_[letter.value];
    if (about.has_come || about.stay != stays_.of(about.peer)) return;
    rules.source_has_not_come(talk, about.holder, letter.subject);
  }

 private:
  struct Way {
    core::PeerId to = core::no_peer;
    std::uint32_t hops = 0;  ///< to the holder
    core::Time since = 0;
  };
  struct Push {
    core::PeerId peer = 0;
    core::PeerId holder = 0;
    std::uint32_t stay = 0;  ///< of the peer, when it asked
    std::uint32_t ttl_hops = 0;
    bool has_come = false;
  };

  static std::uint64_t key(std::uint32_t first, core::PeerId holder) {
    return (std::uint64_t{first} << 32U) | holder;
  }
  std::uint64_t stays_of(core::PeerId peer, core::PeerId holder) const {
    return (std::uint64_t{stays_.of(peer)} << 32U) | stays_.of(holder);
  }

  template <class Talk>
  void pass_on(Talk& talk, core::PeerId at, const overlay::Letter& letter) {
    const Push& about = pushes_[letter.value];
    if (neighbours_.has(at, about.holder)) return talk.send(at, about.holder, letter);
    const auto way = ways_.find(key(at, about.holder));
    if (way == ways_.end() || talk.now() - way->second.since > settings_.memory ||
        letter.hops > about.ttl_hops || !neighbours_.has(at, way->second.to)) {
      ++counts_.lost;
      return;
    }
    talk.send(at, way->second.to, letter);
  }

  PushSettings settings_;
  const overlay::Neighbours& neighbours_;
  const Stays& stays_;
  std::vector<bool> firewalled_;                 ///< [peer]; empty if nobody is
  std::unordered_map<std::uint64_t, Way> ways_;  ///< [peer and holder] only looked up, never walked
  std::vector<Push> pushes_;                     ///< in the order of asking
  /// [subject and holder] the stays of the two; only looked up, never walked
  std::unordered_map<std::uint64_t, std::uint64_t> connected_;
  PushCounts counts_;
};

}  // namespace rippletank::protocols
