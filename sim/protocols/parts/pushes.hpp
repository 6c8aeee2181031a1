// Pushes: how a holder that cannot be connected to is asked to connect itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/figure.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/protocols/parts/stays.hpp"

namespace rippletank::protocols {

struct PushCounts {
  std::uint64_t asked = 0;
  std::uint64_t arrived = 0;
  std::uint64_t lost = 0;  ///< at a peer that did not know the way, or on it

  std::vector<measure::Figure> figures() const;
};

/// A push goes from the peer that wants something to its holder, by peers that know a way there;
/// then the holder connects to that peer, and gives what it asks for, as long as both stay online.
/// A peer that knows nobody to hand it to waits until it does, or until its patience ends.
/// Where neither can connect to the other, it sends through a hole in both firewalls, or connects
/// to a relay, which passes on what the two write to each other.
///
/// Letters of types `push` and `give` and the timer `no_source` are its own, under the numbers that
/// it is given; their value is the push in the order of asking.
///
/// Cost:    32 bytes per push.
/// Source:  Gnutella Protocol Specification v0.4 (Clip2, 2001), Push and firewalled servents; Ford,
///          Srisuresh & Kegel, Peer-to-peer communication across NATs, USENIX ATC 2005: relaying
///          and hole punching. Departs: what is tried to open a hole is not sent one by one.
class Pushes {
 public:
  struct Types {
    std::uint8_t push = 0;
    std::uint8_t give = 0;
    std::uint8_t no_source = 0;  ///< a timer
  };
  struct Push {
    core::PeerId peer = 0;
    core::PeerId holder = 0;
    core::PeerId relay = core::no_peer;
    core::PeerId proxy = core::no_peer;  ///< to whom the push goes first
    std::uint32_t stay = 0;              ///< of the peer, when it asked
    std::uint32_t relay_stay = 0;        ///< when the holder connected to it
    std::uint32_t ttl_hops = 0;          ///< 0: any number
    bool has_come = false;
  };

  /// `patience`: how long a peer waits for a holder to come.
  Pushes(const Types& types, core::Time patience, const Stays& stays)
      : types_(types), patience_(patience), stays_(stays) {}

  const PushCounts& counts() const { return counts_; }
  const Push& number(std::uint32_t push) const { return pushes_[push]; }

  /// Whether a holder has connected to a peer because of a push about something, and both stayed,
  /// and their relay did if there is one; then that push.
  std::optional<std::uint32_t> connected_by(core::PeerId peer, core::PeerId holder,
                                            std::uint32_t subject) const {
    const auto found = connected_.find(key(subject, holder));
    if (found == connected_.end() || found->second.stays != stays_of(peer, holder)) return {};
    const Push& push = pushes_[found->second.push];
    if (push.relay != core::no_peer && push.relay_stay != stays_.of(push.relay)) return {};
    return found->second.push;
  }

  /// A peer asks a source to connect to it. `letter` is about what it wants, its subject. The rules
  /// of a protocol have
  ///
  ///     next_to(talk, at, push, letter)            to whom a peer passes a push on, if it knows
  ///     source_has_come(talk, source, letter)      one has connected to the peer that wants this
  ///     source_has_not_come(talk, source, subject) it has not for so long
  template <class Talk, class Rules>
  void ask(Talk& talk, const Rules& rules, const Push& asked, overlay::Letter letter) {
    letter.type = types_.push;
    letter.value = static_cast<std::uint32_t>(pushes_.size());
    letter.hops = 1;
    pushes_.push_back(asked);
    pushes_.back().stay = stays_.of(asked.peer);
    overlay::Letter alarm = letter;
    alarm.type = types_.no_source;
    alarm.hops = 0;
    talk.wake(asked.peer, core::later(talk.now(), patience_), alarm);
    send_or_hold(talk, rules, letter);
  }

  /// A peer that knew nobody to hand a push to, as it had just come, may know one now.
  template <class Talk, class Rules>
  void go_on(Talk& talk, const Rules& rules, core::PeerId peer) {
    const auto held = held_.find(peer);
    if (held == held_.end()) return;
    const std::vector<overlay::Letter> letters = std::move(held->second);
    held_.erase(held);
    for (const overlay::Letter& letter : letters) {
      if (pushes_[letter.value].stay == stays_.of(peer)) send_or_hold(talk, rules, letter);
    }
  }

  /// For letters of its own types.
  template <class Talk, class Rules>
  void on_letter(Talk& talk, Rules& rules, core::PeerId to, const overlay::Letter& letter) {
    Push& about = pushes_[letter.value];
    if (letter.type == types_.push) {
      if (to == about.holder) return come(talk, about, letter);
      return pass_on(talk, rules, to, one_hop_more(letter));
    }
    if (to == about.relay) {
      about.relay_stay = stays_.of(to);
      return talk.send(to, about.peer, one_hop_more(letter));
    }
    about.has_come = true;
    connected_[key(letter.subject, about.holder)] = {stays_of(to, about.holder), letter.value};
    rules.source_has_come(talk, about.holder, letter);
  }

  void on_vanished(const overlay::Letter& letter) {
    if (letter.type == types_.push) ++counts_.lost;
  }

  template <class Talk, class Rules>
  void on_timer(Talk& talk, Rules& rules, const overlay::Letter& letter) {
    const Push& about = pushes_[letter.value];
    forget_held(letter);
    if (about.has_come || about.stay != stays_.of(about.peer)) return;
    rules.source_has_not_come(talk, about.holder, letter.subject);
  }

  /// Whether a letter of its own types begins a connection: that of a holder which comes, and a
  /// push to a proxy.
  bool opens(core::PeerId from, const overlay::Letter& letter) const {
    const Push& about = pushes_[letter.value];
    if (letter.type == types_.give) return from == about.holder;
    return letter.hops == 1 && about.proxy != core::no_peer;
  }

 private:
  struct Connected {
    std::uint64_t stays = 0;
    std::uint32_t push = 0;
  };

  static overlay::Letter one_hop_more(overlay::Letter letter) {
    ++letter.hops;
    return letter;
  }
  static std::uint64_t key(std::uint32_t first, core::PeerId holder) {
    return (std::uint64_t{first} << 32U) | holder;
  }
  std::uint64_t stays_of(core::PeerId peer, core::PeerId holder) const {
    return (std::uint64_t{stays_.of(peer)} << 32U) | stays_.of(holder);
  }

  template <class Talk>
  void come(Talk& talk, const Push& about, const overlay::Letter& letter) {
    ++counts_.arrived;
    overlay::Letter gift = one_hop_more(letter);
    gift.type = types_.give;
    talk.send(about.holder, about.relay == core::no_peer ? about.peer : about.relay, gift);
  }

  template <class Talk, class Rules>
  void send_or_hold(Talk& talk, const Rules& rules, const overlay::Letter& letter) {
    const Push& about = pushes_[letter.value];
    const core::PeerId first =
        about.proxy == core::no_peer ? rules.next_to(talk, about.peer, about, letter) : about.proxy;
    if (first == core::no_peer) return held_[about.peer].push_back(letter);
    ++counts_.asked;
    talk.send(about.peer, first, letter);
  }

  /// A push that was held for as long as the peer waits.
  void forget_held(const overlay::Letter& alarm) {
    const auto held = held_.find(pushes_[alarm.value].peer);
    if (held == held_.end()) return;
    std::vector<overlay::Letter>& letters = held->second;
    const auto is_over = [&](const overlay::Letter& one) { return one.value == alarm.value; };
    letters.erase(std::remove_if(letters.begin(), letters.end(), is_over), letters.end());
    if (letters.empty()) held_.erase(held);
  }

  template <class Talk, class Rules>
  void pass_on(Talk& talk, const Rules& rules, core::PeerId at, const overlay::Letter& letter) {
    const core::PeerId next = rules.next_to(talk, at, pushes_[letter.value], letter);
    if (next == core::no_peer) {
      ++counts_.lost;
    } else {
      talk.send(at, next, letter);
    }
  }

  Types types_;
  core::Time patience_;
  const Stays& stays_;
  std::vector<Push> pushes_;  ///< in the order of asking
  /// [subject and holder]; only looked up, never walked
  std::unordered_map<std::uint64_t, Connected> connected_;
  /// [peer] pushes that it could hand to nobody so far; only looked up, never walked
  std::unordered_map<core::PeerId, std::vector<overlay::Letter>> held_;
  PushCounts counts_;
};

}  // namespace rippletank::protocols
