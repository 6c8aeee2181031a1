// Joining: how a peer that knows some addresses comes to be connected, and stays so.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/pool.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/figure.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/overlay/connections.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/neighbours.hpp"
#include "sim/protocols/parts/host_caches.hpp"
#include "sim/protocols/parts/pings.hpp"
#include "sim/protocols/parts/stays.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

/// Of web servers that tell peers the addresses of others; see WebCaches.
struct WebCacheParameters {
  std::uint32_t keeps = 20;
  double update_s = 3600;

  static const registry::Section& section();
};

struct JoiningParameters {
  double spread_s = 10;
  std::uint32_t wanted = 4;
  std::uint32_t most = 8;
  NeighbourChoice choose = NeighbourChoice::random;
  std::uint32_t known_max = 50;
  std::uint32_t handed_on = 10;
  std::uint32_t told_on_accept = 0;  ///< addresses, too; what the protocol says, not the scenario
  double retry_s = 10;
  double silence_s = 60;
  std::optional<WebCacheParameters> web_cache;

  static const registry::Section& section();
};

struct JoiningCounts {
  std::uint64_t connections_made = 0;
  std::uint64_t refused = 0;

  std::vector<measure::Figure> figures() const;
};

/// A peer that has come asks peers that it knows to connect, until it has as many neighbours as it
/// wants. Who has room accepts, others refuse and tell of some peers that they know. Whose
/// neighbour has gone looks for another one. Who knows nobody else that has not refused, or was
/// refused by as many as it can keep, waits, each time twice as long up to a limit, and then asks
/// again, those that it knew at first, too. Who is choosy asks one after another, and after each
/// new neighbour waits for pongs, as distances are not what they were.
///
/// Ends:    without a horizon, after the longest wait when all have come: nobody asks for ever.
///
/// Letters of types `connect` to `types` and timers `come` to `alarms` are its own. The rules of a
/// protocol have
///
///     arrived(talk, peer)                a peer has come and is about to connect
///     connected(talk, peer, neighbour)   a peer that has asked another one is now its neighbour
///     accepted(talk, peer, neighbour)    likewise, of the one that was asked
///     lost(talk, peer, neighbour)        they are not any more, as the peer notices
///     refused(talk, peer, by)            another one has no room for it
///     knows_nobody(talk, peer, waits)    one waits, as it knows nobody else to ask, so many times
///                                        since it had a new neighbour
///     takes_part(peer)                   whether a peer is one of the network
///     wants_more(peer, asked)            whether it wants more neighbours, if so many that it has
///                                        asked accept
///     lets_connect(peer)                 whether it has neighbours that it has not asked
///     has_room(peer, neighbour)          whether it can have another one
///     is_worth_telling(peer)             whether peers hand on its address
///     can_connect(from, to)              whether one can connect to another
///
/// Random:  substream "joining/come" of each peer.
/// Cost:    100 bytes per peer, and its HostCaches.
class Joining {
 public:
  enum Type : std::uint8_t { connect = Pings::types, accept, refuse, close, types };
  enum Alarm : std::uint8_t { come = Pings::alarms, seek_again, silent, unanswered, alarms };

  static std::vector<std::string> message_types() {
    return {"connect", "accept", "refuse", "close"};
  }

  /// `addresses`: in whose rows stand the peers that each knows at first.
  Joining(const JoiningParameters& parameters, const overlay::Connections& addresses,
          overlay::Neighbours& neighbours, const Stays& stays, std::uint64_t seed);

  const JoiningCounts& counts() const { return counts_; }
  /// How many addresses an answer tells.
  std::uint32_t addresses_in(const overlay::Letter& letter) const {
    return static_cast<std::uint32_t>(lists_[letter.value].size());
  }

  template <class Talk, class Rules>
  void on_start(Talk& talk, const Rules& rules) {
    for (core::PeerId peer = 0; peer < members_.size(); ++peer) {
      if (!rules.takes_part(peer)) continue;
      core::Substream random(seed_, core::Purpose("joining/come"), peer);
      const double at = random.uniform() * parameters_.spread_s;
      talk.wake(peer, core::from_seconds(at), letter_of(come));
    }
  }

  template <class Talk, class Rules>
  void on_online(Talk& talk, Rules& rules, core::PeerId peer) {
    if (!rules.takes_part(peer)) return;
    Member& member = members_[peer];
    member.has_come = true;
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
        fall_silent(talk, peer, neighbour);
      }
    }
    Member& member = members_[peer];
    member.asked.clear();
    member.refused_by.clear();
    neighbours_.remove_all(peer);
  }

  template <class Talk, class Rules>
  void on_timer(Talk& talk, Rules& rules, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.type == come) {
      if (!members_[peer].has_come) on_online(talk, rules, peer);
    } else if (letter.type == silent) {
      // One that has come back says nothing here either, unless it has connected again.
      if (!neighbours_.has(letter.value, peer)) lose(talk, rules, peer, letter.value);
    } else if (letter.type == unanswered) {
      if (letter.subject == stays_.of(peer)) ask_another(talk, rules, peer, letter.value);
    } else if (letter.subject == stays_.of(peer)) {
      members_[peer].waits = false;
      remember_first(peer);
      seek(talk, rules, peer);
    }
  }

  /// For letters of its own types.
  template <class Talk, class Rules>
  void on_letter(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                 const overlay::Letter& letter) {
    if (letter.type == connect) return be_asked(talk, rules, to, from);
    if (letter.type == close) return lose(talk, rules, to, from);
    for (const core::PeerId other : lists_.take(letter.value)) learn(to, other);
    if (letter.type == refuse) {
      // One that it has asked twice, or that has asked it, too.
      if (neighbours_.has(to, from)) talk.send(to, from, letter_of(close));
      lose(talk, rules, to, from);
      if (!take_from(members_[to].asked, from)) return;
      members_[to].refused_by.push_back({from, {}});
      rules.refused(talk, to, from);
      return seek(talk, rules, to);
    }
    if (take_from(members_[to].asked, from)) {
      be_accepted(talk, rules, to, from);
    } else if (!neighbours_.has(to, from)) {  // else it was asked twice
      talk.send(to, from, letter_of(close));
    }
    if (caches_.is_choosy()) return wait_for_pongs(talk, rules, to);
    seek(talk, rules, to);
  }

  /// For letters of its own types that were dropped.
  template <class Talk>
  void on_vanished(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type == close) return fall_silent(talk, from, to);
    if (letter.type != refuse && letter.type != accept) return;
    lists_.take(letter.value);
    set_alarm(talk, to, retry_, unanswered, from);
  }

  /// Whatever a peer has sent to another one, it did not arrive. Unless it was lost by chance the
  /// other one has gone, or there is no way any more.
  template <class Talk, class Rules>
  void on_lost(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
               const overlay::Letter& letter, measure::DropReason reason) {
    const bool is_by_chance =
        reason == measure::DropReason::loss || reason == measure::DropReason::queue_full;
    if (letter.type == connect || !is_by_chance) ask_another(talk, rules, from, to);
    if (letter.type != accept && is_by_chance) return;
    if (neighbours_.has(from, to)) fall_silent(talk, from, to);
    lose(talk, rules, from, to);
  }

  /// Others that a peer tells one who asks, of all whose addresses it has; it begins anywhere.
  template <class Rules>
  std::vector<core::PeerId> told(const Rules& rules, core::PeerId peer, core::PeerId asker,
                                 std::uint32_t most) {
    return caches_.some(peer, neighbours_.of(peer), most, [&](core::PeerId other) {
      return other != asker && rules.is_worth_telling(other);
    });
  }

  /// A peer leaves its neighbours, as what it is has changed, and looks for others.
  template <class Talk, class Rules>
  void begin_anew(Talk& talk, Rules& rules, core::PeerId peer) {
    for (const core::PeerId neighbour : neighbours_.of(peer)) {
      talk.send(peer, neighbour, letter_of(close));
    }
    neighbours_.remove_all(peer);
    members_[peer].asked.clear();
    members_[peer].in_vain = 0;
    remember_first(peer);
    seek(talk, rules, peer);
  }

  /// A peer asks as many others as it lacks neighbours.
  template <class Talk, class Rules>
  void seek(Talk& talk, Rules& rules, core::PeerId peer) {
    Member& member = members_[peer];
    if (!rules.wants_more(peer, 0)) member.refused_by.clear();
    if (caches_.is_choosy() && !member.asked.empty()) return;
    while (rules.wants_more(peer, static_cast<std::uint32_t>(member.asked.size()))) {
      if (member.refused_by.size() >= parameters_.known_max) return wait(talk, rules, peer);
      const std::optional<core::PeerId> other = take_known(peer);
      if (!other) return wait(talk, rules, peer);
      if (!rules.can_connect(peer, *other)) continue;
      member.asked.push_back(*other);
      talk.send(peer, *other, letter_of(connect));
      if (caches_.is_choosy()) return;
    }
  }

  /// A peer hears of the address of another one.
  void learn(core::PeerId peer, core::PeerId other, const Distance& distance = {});

  /// Brings closer which addresses a peer keeps, where and which ones.
  RIPPLETANK_ALWAYS_INLINE void fetch_cache(core::PeerId peer) const { caches_.fetch_cache(peer); }
  RIPPLETANK_ALWAYS_INLINE void fetch_known(core::PeerId peer) const { caches_.fetch_known(peer); }

  /// Something has come from a peer that is no neighbour any more: it is told so.
  template <class Talk>
  void turn_away(Talk& talk, core::PeerId peer, core::PeerId from) {
    talk.send(peer, from, letter_of(close));
  }

 private:
  static constexpr std::uint32_t most_in_vain = 6;  ///< waits that double; without a horizon, all

  struct Refusal {
    core::PeerId by = 0;
    Distance distance;  ///< as pongs have told since
  };
  struct Member {
    bool has_come = false;
    std::uint32_t in_vain = 0;        ///< waits in a row without a new neighbour
    bool waits = false;               ///< until it looks for neighbours again
    std::vector<core::PeerId> asked;  ///< to connect, without an answer so far
    std::vector<Refusal> refused_by;  ///< since it waited, or had enough neighbours
  };

  /// `type`: of a letter or of a timer.
  static overlay::Letter letter_of(std::uint8_t type, std::uint32_t value = 0) {
    overlay::Letter letter;
    letter.type = type;
    letter.value = value;
    return letter;
  }

  /// One that a peer has asked refuses, or does not answer.
  template <class Talk, class Rules>
  void ask_another(Talk& talk, Rules& rules, core::PeerId peer, core::PeerId asked) {
    if (!take_from(members_[peer].asked, asked)) return;
    members_[peer].refused_by.push_back({asked, {}});
    seek(talk, rules, peer);
  }

  template <class Talk, class Rules>
  void be_accepted(Talk& talk, Rules& rules, core::PeerId peer, core::PeerId by) {
    members_[peer].in_vain = 0;
    const bool have_asked_each_other = neighbours_.has(peer, by);
    // Others may have connected meanwhile.
    if (!have_asked_each_other && !rules.has_room(peer, by))
      return talk.send(peer, by, letter_of(close));
    if (!have_asked_each_other) neighbours_.add(peer, by);
    if (!have_asked_each_other || peer < by) ++counts_.connections_made;
    rules.connected(talk, peer, by);
  }

  template <class Talk, class Rules>
  void wait_for_pongs(Talk& talk, const Rules& rules, core::PeerId peer) {
    Member& member = members_[peer];
    if (member.waits || !rules.wants_more(peer, 0)) return;
    member.waits = true;
    set_alarm(talk, peer, retry_, seek_again);
  }

  template <class Talk, class Rules>
  void wait(Talk& talk, Rules& rules, core::PeerId peer) {
    Member& member = members_[peer];
    if (member.waits || !member.asked.empty()) return;
    const bool all_have_come = talk.now() > core::from_seconds(parameters_.spread_s);
    if (member.in_vain >= most_in_vain && all_have_come && talk.horizon() == core::never) return;
    const core::Time span = retry_ << member.in_vain;
    member.in_vain = std::min(member.in_vain + 1, most_in_vain);
    member.waits = true;
    set_alarm(talk, peer, span, seek_again);
    rules.knows_nobody(talk, peer, member.in_vain);
  }

  /// One that means nothing when the peer has gone meanwhile.
  template <class Talk>
  void set_alarm(Talk& talk, core::PeerId peer, core::Time after, Alarm type,
                 core::PeerId about = 0) {
    overlay::Letter alarm = letter_of(type, about);
    alarm.subject = stays_.of(peer);
    talk.wake(peer, core::later(talk.now(), after), alarm);
  }

  template <class Talk, class Rules>
  void be_asked(Talk& talk, Rules& rules, core::PeerId peer, core::PeerId from) {
    // One that has come back, or whose connection was lost on the wires, begins anew.
    const bool was_neighbour = neighbours_.has(peer, from);
    if (was_neighbour) {
      neighbours_.remove(peer, from);
      rules.lost(talk, peer, from);
    }
    const bool has_come = members_[peer].has_come;
    if (has_come && rules.lets_connect(peer) && rules.has_room(peer, from)) {
      neighbours_.add(peer, from);
      const std::uint32_t list = lists_.put(told(rules, peer, from, parameters_.told_on_accept));
      talk.send(peer, from, letter_of(accept, list));
      return rules.accepted(talk, peer, from);
    }
    ++counts_.refused;
    const std::uint32_t list = lists_.put(has_come ? told(rules, peer, from, parameters_.handed_on)
                                                   : std::vector<core::PeerId>());
    if (has_come && rules.is_worth_telling(from)) learn(peer, from);
    talk.send(peer, from, letter_of(refuse, list));
    if (was_neighbour) seek(talk, rules, peer);
  }

  /// A peer says nothing more to one that may still have it as a neighbour, and notices that after
  /// a while.
  template <class Talk>
  void fall_silent(Talk& talk, core::PeerId peer, core::PeerId neighbour) {
    if (!neighbours_.has(neighbour, peer)) return;
    talk.wake(neighbour, core::later(talk.now(), silence_), letter_of(silent, peer));
  }

  /// A peer notices that it has lost a neighbour.
  template <class Talk, class Rules>
  void lose(Talk& talk, Rules& rules, core::PeerId peer, core::PeerId neighbour) {
    if (!neighbours_.has(peer, neighbour)) return;
    neighbours_.remove(peer, neighbour);
    rules.lost(talk, peer, neighbour);
    seek(talk, rules, peer);
  }

  /// Whether it was there.
  static bool take_from(std::vector<core::PeerId>& peers, core::PeerId peer);
  /// An address of a peer that is neither its neighbour nor asked already; it is known no more.
  std::optional<core::PeerId> take_known(core::PeerId peer);
  /// It forgets who has refused it, and remembers whom it knew at first.
  void remember_first(core::PeerId peer);

  JoiningParameters parameters_;
  core::Time retry_;
  core::Time silence_;
  std::uint64_t seed_;
  overlay::Neighbours& neighbours_;
  const Stays& stays_;
  HostCaches caches_;
  std::vector<Member> members_;                  ///< [peer]
  core::Pool<std::vector<core::PeerId>> lists_;  ///< of addresses, in letters on their way
  JoiningCounts counts_;
};

}  // namespace rippletank::protocols
