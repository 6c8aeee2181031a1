// Fillers: traffic that says nothing, made while nothing else is to be sent.
#pragma once

#include <cstdint>

#include "sim/core/time.hpp"
#include "sim/protocols/waste/links.hpp"

namespace rippletank::protocols::waste {

/// A filler has 40 bytes and s more, by the link. In each pass of a round, at its start and after
/// each message that has been handed over whole, a link for which nothing waits gets fillers as
/// long as it has been handed less than 40 + 2s bytes in this pass: two, if it is idle. So on an
/// idle link the same bytes leave in every round, whatever else happens.
///
/// A line that is paced takes as many as leave before the next round, one link after the other; so
/// what waits is never kept waiting by fillers of the round before. Departs: in the program they
/// wait in the buffers of the system, and others behind them.
///
/// Rounds in which nothing waits or is read are not played: catch_up() works out their fillers, and
/// those of a link travel together, in letters that stand for many, at the latest once a minute or
/// a time bin, or as the link is lost.
///
/// Source:  C_MessageQueue::run and saturate in mqueue.cpp of WASTE 1.5.
/// Cost:    catch_up() O(passes · degree²), and O(degree) where lines are not paced.
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
  bool is_filled(const Link& link) const { return link.stage == Stage::up && link.knows_other; }
  void play_round(core::PeerId peer, std::uint64_t round);
  void play_rounds(core::PeerId peer, std::uint64_t rounds);
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
