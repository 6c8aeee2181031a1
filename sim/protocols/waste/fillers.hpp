// Fillers: traffic that says nothing, made while nothing else is to be sent.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/protocols/waste/links.hpp"

namespace rippletank::protocols::waste {

/// A filler has 40 bytes and s more, by the link, padded to 8. In each pass of a round, at its
/// start and after each message that has been handed over whole, a link for which nothing waits
/// gets fillers as long as it has been handed less than 40 + 2s bytes in this pass: two, if it is
/// idle. So on an idle link the same bytes leave in every round, whatever else happens.
///
/// A line that is paced takes them, one link after the other, until it has enough to do until the
/// next round; so what waits is kept waiting by fillers of the round before for no longer than one
/// of them takes. Departs: in the program they wait in the buffers of the system, and others behind
/// them.
///
/// Rounds in which nothing waits or is read are not played: catch_up() works out their fillers, and
/// those of a link travel together, in letters that stand for many, at the latest once a second or
/// a time bin, at the end, or as the link is lost. Departs: so they arrive up to a second late, and
/// an underlay on which they take time carries them one right after the other.
///
/// Source:  C_MessageQueue::run and saturate in mqueue.cpp of WASTE 1.5.
/// Cost:    catch_up() O(passes · degree) for each round until they repeat: at once where lines are
///          not paced, after as many rounds as there are links where a line has no more than it
///          carries, else after some dozens, or never where its speed is an odd one.
class Fillers {
 public:
  Fillers(State& state, const overlay::SetUp& set_up);

  bool on() const { return state_.parameters.saturate; }

  /// A peer starts its program: makes the first of the timers.
  void begin(Post& post, core::PeerId peer);
  /// Makes the fillers of all rounds of a peer before a moment, or before one of its rounds.
  void catch_up(core::PeerId peer, core::Time now);
  void catch_up_to_round(core::PeerId peer, std::uint64_t round);
  /// A link has been handed so many bytes in this pass and nothing waits: it gets fillers.
  void fill(End end, core::Time round_time, std::uint64_t& handed_bytes);

  /// Counts those of all links of a peer, or of one, as sent.
  void count(Post& post, core::PeerId peer);
  void count_of(Post& post, Link& link);
  /// The timer rings.
  void ring(Post& post, core::PeerId peer, const overlay::Letter& timer);
  /// The other end of a link has crashed: then the fillers of the next round are lost, which this
  /// end notices; they are counted right after it.
  void miss(Post& post, const Link& link);

  /// With header.
  std::uint64_t bytes_of(const Link& link) const;

 private:
  /// What all that follows depends on: how long the line is busy at a round, and for whom first.
  struct Turn {
    core::Time ahead = 0;
    std::uint64_t first_link = 0;
  };
  /// A round to which later ones are compared.
  struct Mark {
    std::uint64_t round = 0;
    Turn turn;
    std::vector<std::uint64_t> fillers = {};  ///< before it [link of the peer]
  };

  bool is_filled(const Link& link) const { return link.stage == Stage::up && link.knows_other; }
  Turn turn_of(core::PeerId peer, core::Time first) const;
  Mark mark_of(core::PeerId peer, core::Time first) const;
  bool is_alike(core::PeerId peer, const Mark& mark, core::Time first) const;
  /// All that was since the mark happens again and again, as often as there is time before a round.
  void repeat(core::PeerId peer, const Mark& mark, std::uint64_t round);
  void play_round(core::PeerId peer, core::Time first);
  void count_again(Post& post, core::PeerId peer);
  core::Time next_count(core::Time now, core::Time horizon) const;

  State& state_;
  core::Time every_;
  core::Time warm_up_;
};

/// Rounds of a peer: when they are, the first one being 0, and how many there are before a moment.
///
/// Random:  substream "waste/loop" of the peer, one number: when its first one is.
core::Time round_time(const State& state, core::PeerId peer, std::uint64_t round);
std::uint64_t rounds_before(const State& state, core::PeerId peer, core::Time now);

}  // namespace rippletank::protocols::waste
