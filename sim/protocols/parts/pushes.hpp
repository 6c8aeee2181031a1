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
#include "sim/protocols/parts/joining.hpp"

namespace rippletank::protocols {

struct PushSettings {
  double firewalled = 0;  ///< share of peers that nobody can connect to
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
/// holder's latest hit came; then the holder connects to that peer and gives the file.
///
/// Letters of types `push` to `types` and the timer `no_source` are its own.
///
/// Random:  substream "pushes/firewalled": who is, a sample.
/// Source:  Gnutella Protocol Specification v0.4 (Clip2, 2001), Push and firewalled servents.
class Pushes {
 public:
  enum Type : std::uint8_t { push = Joining::types, give, types };
  enum Alarm : std::uint8_t { no_source = Joining::alarms, alarms };

  static std::vector<std::string> message_types() { return {"push", "give"}; }

  Pushes(const PushSettings& settings, const overlay::Neighbours& neighbours, core::PeerId peers,
         std::uint64_t seed);

  const PushCounts& counts() const { return counts_; }
  bool has_firewalls() const { return !firewalled_.empty(); }
  bool is_firewalled(core::PeerId peer) const { return !firewalled_.empty() && firewalled_[peer]; }
  /// Whether one of two can connect to the other.
  bool can_meet(core::PeerId a, core::PeerId b) const {
    return !is_firewalled(a) || !is_firewalled(b);
  }

  void passed_hit(core::Time now, core::PeerId at, core::PeerId from, core::PeerId holder) {
    if (is_firewalled(holder)) ways_[key(at, holder)] = {from, now};
  }

  /// A peer asks a source to connect to it. `letter` is about what it wants, its subject.
  template <class Talk>
  void ask(Talk& talk, core::PeerId peer, core::PeerId source, overlay::Letter letter) {
    ++counts_.asked;
    letter.type = push;
    letter.value = source;
    letter.hops = 1;
    overlay::Letter alarm = letter;
    alarm.type = no_source;
    alarm.hops = 0;
    talk.wake(peer, core::later(talk.now(), settings_.patience), alarm);
    pass_on(talk, peer, letter);
  }

  /// For letters of its own types. The rules of a protocol have
  ///
  ///     who_wants(letter)                          the peer that has sent a push about this
  ///     source_has_come(talk, source, letter)      a source has connected to that
  ///     source_has_not_come(talk, source, subject) it has not for so long
  template <class Talk, class Rules>
  void on_letter(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                 const overlay::Letter& letter) {
    if (letter.type == give) return rules.source_has_come(talk, from, letter);
    if (to != letter.value) {
      overlay::Letter next = letter;
      ++next.hops;
      return pass_on(talk, to, next);
    }
    ++counts_.arrived;
    overlay::Letter gift = letter;
    gift.type = give;
    ++gift.hops;
    talk.send(to, rules.who_wants(letter), gift);
  }

  void on_vanished(const overlay::Letter& letter) {
    if (letter.type == push) ++counts_.lost;
  }

  template <class Talk, class Rules>
  void on_timer(Talk& talk, Rules& rules, const overlay::Letter& letter) {
    rules.source_has_not_come(talk, letter.value, letter.subject);
  }

 private:
  struct Way {
    core::PeerId to = core::no_peer;
    core::Time since = 0;
  };

  static std::uint64_t key(core::PeerId at, core::PeerId holder) {
    return (std::uint64_t{at} << 32U) | holder;
  }

  template <class Talk>
  void pass_on(Talk& talk, core::PeerId at, const overlay::Letter& letter) {
    const auto way = ways_.find(key(at, letter.value));
    if (way == ways_.end() || talk.now() - way->second.since > settings_.memory ||
        !neighbours_.has(at, way->second.to)) {
      ++counts_.lost;
      return;
    }
    talk.send(at, way->second.to, letter);
  }

  PushSettings settings_;
  const overlay::Neighbours& neighbours_;
  std::vector<bool> firewalled_;                 ///< [peer]; empty if nobody is
  std::unordered_map<std::uint64_t, Way> ways_;  ///< [peer and holder] only looked up, never walked
  PushCounts counts_;
};

}  // namespace rippletank::protocols
