// Joining: how a peer that knows some addresses comes to be connected, and stays so.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/pool.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/figure.hpp"
#include "sim/overlay/connections.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/neighbours.hpp"
#include "sim/protocols/parts/pings.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

struct JoiningParameters {
  double spread_s = 10;
  std::uint32_t wanted = 4;
  std::uint32_t most = 8;
  std::uint32_t known_max = 50;
  std::uint32_t handed_on = 10;
  double retry_s = 10;
  double silence_s = 60;

  static const registry::Section& section();
};

struct JoiningCounts {
  std::uint64_t connections_made = 0;
  std::uint64_t refused = 0;

  std::vector<measure::Figure> figures() const;
};

/// A peer that has come asks peers that it knows to connect, until it has as many neighbours as it
/// wants. Who has room accepts, others refuse and tell of some peers that they know. Whose
/// neighbour has gone looks for another one. Who knows nobody else waits, each time twice as long,
/// and then asks those again that it knew at first.
///
/// Letters of types `connect` to `types` and timers `come` to `alarms` are its own. The rules of a
/// protocol have
///
///     arrived(talk, peer)                a peer has come and is about to connect
///     connected(talk, peer, neighbour)   a peer that has asked another one is now its neighbour
///     accepts_connections(peer)          whether others can connect to a peer
///
/// Random:  substream "joining/come" of each peer, and "joining/choices", in the order of events.
/// Cost:    4 bytes per known address, 100 per peer.
class Joining {
 public:
  enum Type : std::uint8_t { connect = Pings::types, accept, refuse, close, types };
  enum Alarm : std::uint8_t { come = Pings::alarms, seek_again, silent, alarms };

  static std::vector<std::string> message_types() {
    return {"connect", "accept", "refuse", "close"};
  }

  /// `addresses`: in whose rows stand the peers that each knows at first.
  Joining(const JoiningParameters& parameters, const overlay::Connections& addresses,
          overlay::Neighbours& neighbours, std::uint64_t seed);

  const JoiningCounts& counts() const { return counts_; }
  /// How many addresses a refusal tells.
  std::uint32_t addresses_in(const overlay::Letter& letter) const {
    return static_cast<std::uint32_t>(lists_[letter.value].size());
  }

  template <class Talk>
  void on_start(Talk& talk) {
    for (core::PeerId peer = 0; peer < members_.size(); ++peer) {
      core::Substream random(seed_, core::Purpose("joining/come"), peer);
      const double at = random.uniform() * parameters_.spread_s;
      talk.wake(peer, core::from_seconds(at), letter_of(come));
    }
  }

  template <class Talk, class Rules>
  void on_online(Talk& talk, Rules& rules, core::PeerId peer) {
    Member& member = members_[peer];
    ++member.stay;
    member.in_vain = 0;
    member.waits = false;
    remember_first(peer);
    rules.arrived(talk, peer);
    seek(talk, rules, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    for (const core::PeerId neighbour : neighbours_.of(peer)) {
      if (announced) {
        talk.send(peer, neighbour, letter_of(close));
      } else {
        overlay::Letter alarm = letter_of(silent, peer);
        alarm.subject = members_[peer].stay;
        talk.wake(neighbour, core::later(talk.now(), silence_), alarm);
      }
    }
    ++members_[peer].stay;
    members_[peer].asked.clear();
    neighbours_.remove_all(peer);
  }

  template <class Talk, class Rules>
  void on_timer(Talk& talk, Rules& rules, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.type == come) {
      if (members_[peer].stay == 0) on_online(talk, rules, peer);
    } else if (letter.type == silent) {
      const bool is_still_away = members_[letter.value].stay == letter.subject + 1;
      if (is_still_away) lose(talk, rules, peer, letter.value);
    } else if (letter.value == members_[peer].stay) {
      members_[peer].waits = false;
      remember_first(peer);
      seek(talk, rules, peer);
    }
  }

  /// For letters of its own types.
  template <class Talk, class Rules>
  void on_letter(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                 const overlay::Letter& letter) {
    if (letter.type == connect) return be_asked(talk, to, from);
    if (letter.type == close) return lose(talk, rules, to, from);
    if (letter.type == refuse) {
      for (const core::PeerId other : lists_.take(letter.value)) learn(to, other);
    }
    std::vector<core::PeerId>& asked = members_[to].asked;
    const auto found = std::find(asked.begin(), asked.end(), from);
    const bool is_awaited = found != asked.end();
    if (is_awaited) asked.erase(found);
    if (letter.type == accept) {
      if (!is_awaited) return talk.send(to, from, letter_of(close));
      members_[to].in_vain = 0;
      if (!neighbours_.has(to, from)) neighbours_.add(to, from);
      ++counts_.connections_made;
      rules.connected(talk, to, from);
    }
    seek(talk, rules, to);
  }

  /// For letters of its own types that were dropped.
  void on_vanished(const overlay::Letter& letter) {
    if (letter.type == refuse) lists_.take(letter.value);
  }

  /// Whatever a peer has sent to another one, it did not arrive: the other one has gone.
  template <class Talk, class Rules>
  void on_lost(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from) {
    std::vector<core::PeerId>& asked = members_[from].asked;
    const auto found = std::find(asked.begin(), asked.end(), to);
    if (found != asked.end()) {
      asked.erase(found);
      seek(talk, rules, from);
    }
    lose(talk, rules, from, to);
  }

  /// A peer hears of the address of another one.
  void learn(core::PeerId peer, core::PeerId other);

  /// Something has come from a peer that is no neighbour any more: it is told so.
  template <class Talk>
  void turn_away(Talk& talk, core::PeerId peer, core::PeerId from) {
    talk.send(peer, from, letter_of(close));
  }

 private:
  static constexpr std::uint32_t most_in_vain = 20;  ///< waits that double; without a horizon, all

  struct Member {
    std::uint32_t stay = 0;     ///< changes whenever it comes or goes
    std::uint32_t in_vain = 0;  ///< waits in a row without a new neighbour
    std::uint32_t oldest = 0;   ///< place of the address that makes room next
    bool waits = false;         ///< until it looks for neighbours again
    std::vector<core::PeerId> known;
    std::vector<core::PeerId> asked;  ///< to connect, without an answer so far
  };

  /// `type`: of a letter or of a timer.
  static overlay::Letter letter_of(std::uint8_t type, std::uint32_t value = 0) {
    overlay::Letter letter;
    letter.type = type;
    letter.value = value;
    return letter;
  }

  std::uint32_t connections(core::PeerId peer) const {
    return neighbours_.degree(peer) + static_cast<std::uint32_t>(members_[peer].asked.size());
  }

  /// Asks as many others as it lacks neighbours.
  template <class Talk, class Rules>
  void seek(Talk& talk, Rules& rules, core::PeerId peer) {
    while (connections(peer) < parameters_.wanted) {
      const std::optional<core::PeerId> other = take_known(peer);
      if (!other) return wait(talk, peer);
      if (!rules.accepts_connections(*other)) continue;
      members_[peer].asked.push_back(*other);
      talk.send(peer, *other, letter_of(connect));
    }
  }

  template <class Talk>
  void wait(Talk& talk, core::PeerId peer) {
    Member& member = members_[peer];
    if (member.waits || !member.asked.empty()) return;
    if (member.in_vain >= most_in_vain && talk.horizon() == core::never) return;
    const core::Time span = retry_ << std::min(member.in_vain, most_in_vain);
    ++member.in_vain;
    member.waits = true;
    talk.wake(peer, core::later(talk.now(), span), letter_of(seek_again, member.stay));
  }

  template <class Talk>
  void be_asked(Talk& talk, core::PeerId peer, core::PeerId from) {
    // One that has come back, or whose connection was lost on the wires, begins anew.
    if (neighbours_.has(peer, from)) neighbours_.remove(peer, from);
    const bool has_come = members_[peer].stay > 0;
    const bool has_room = has_come && connections(peer) < parameters_.most;
    if (has_room) {
      neighbours_.add(peer, from);
      return talk.send(peer, from, letter_of(accept));
    }
    ++counts_.refused;
    const std::uint32_t list =
        lists_.put(has_come ? addresses_for(peer, from) : std::vector<core::PeerId>());
    if (has_come) learn(peer, from);
    talk.send(peer, from, letter_of(refuse, list));
  }

  /// A peer notices that it has lost a neighbour.
  template <class Talk, class Rules>
  void lose(Talk& talk, Rules& rules, core::PeerId peer, core::PeerId neighbour) {
    if (!neighbours_.has(peer, neighbour)) return;
    neighbours_.remove(peer, neighbour);
    seek(talk, rules, peer);
  }

  /// An address of a peer that is neither its neighbour nor asked already; it is known no more.
  std::optional<core::PeerId> take_known(core::PeerId peer);
  /// Others that a peer tells one who asks about.
  std::vector<core::PeerId> addresses_for(core::PeerId peer, core::PeerId asker);
  void remember_first(core::PeerId peer);

  JoiningParameters parameters_;
  core::Time retry_;
  core::Time silence_;
  std::uint64_t seed_;
  const overlay::Connections& addresses_;
  overlay::Neighbours& neighbours_;
  std::vector<Member> members_;                  ///< [peer]
  std::vector<core::Substream> choices_;         ///< [peer]
  core::Pool<std::vector<core::PeerId>> lists_;  ///< of addresses, in letters on their way
  JoiningCounts counts_;
};

}  // namespace rippletank::protocols
