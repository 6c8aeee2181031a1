// Makes fillers, of most rounds by arithmetic.
#include "sim/protocols/waste/fillers.hpp"

#include <algorithm>

#include "sim/core/random.hpp"
#include "sim/protocols/waste/speeds.hpp"

namespace rippletank::protocols::waste {
namespace {

constexpr core::Purpose loop_purpose("waste/loop");

/// The subject of a timer after which none follows.
constexpr std::uint32_t only_once = 1;

core::Time first_round(const State& state, core::PeerId peer) {
  core::Substream random(state.seed, loop_purpose, peer);
  return static_cast<core::Time>(random.uniform() * static_cast<double>(state.loop));
}

}  // namespace

core::Time round_time(const State& state, core::PeerId peer, std::uint64_t round) {
  return first_round(state, peer) + static_cast<core::Time>(round) * state.loop;
}

std::uint64_t rounds_before(const State& state, core::PeerId peer, core::Time now) {
  const core::Time first = first_round(state, peer);
  if (now <= first) return 0;
  return static_cast<std::uint64_t>((now - first + state.loop - 1) / state.loop);
}

Fillers::Fillers(State& state, const overlay::SetUp& set_up)
    : state_(state), every_(std::min(set_up.bin, core::second)), warm_up_(set_up.warm_up) {}

void Fillers::begin(Post& post, core::PeerId peer) {
  if (!on()) return;
  state_.of_peer[peer].rounds_filled = rounds_before(state_, peer, post.now());
  count_again(post, peer);
}

void Fillers::catch_up(core::PeerId peer, core::Time now) {
  if (on()) catch_up_to_round(peer, rounds_before(state_, peer, now));
}

void Fillers::catch_up_to_round(core::PeerId peer, std::uint64_t round) {
  if (!on()) return;
  std::uint64_t& next = state_.of_peer[peer].rounds_filled;
  if (next >= round) return;
  const core::Time first = first_round(state_, peer);
  Mark mark = mark_of(peer, first);
  std::uint64_t span = 1;
  while (next < round) {
    play_round(peer, first);
    if (is_alike(peer, mark, first)) {
      repeat(peer, mark, round);
      mark = mark_of(peer, first);
    } else if (next - mark.round == span) {
      mark = mark_of(peer, first);
      span *= 2;
    }
  }
}

/// Where lines are not paced, the order of links does not matter, nor what they have been handed.
Fillers::Turn Fillers::turn_of(core::PeerId peer, core::Time first) const {
  if (!state_.parameters.paced) return {};
  const Peer& filled = state_.of_peer[peer];
  const std::uint64_t degree = state_.after_last_end(peer) - state_.first_end(peer);
  const core::Time time = first + static_cast<core::Time>(filled.rounds_filled) * state_.loop;
  const core::Time ahead = std::max(core::Time{0}, filled.line_free - time);
  return {ahead, degree == 0 ? 0 : filled.rounds_filled % degree};
}

Fillers::Mark Fillers::mark_of(core::PeerId peer, core::Time first) const {
  Mark mark;
  mark.round = state_.of_peer[peer].rounds_filled;
  mark.turn = turn_of(peer, first);
  for (End end = state_.first_end(peer); end < state_.after_last_end(peer); ++end) {
    mark.fillers.push_back(state_.links[end].fillers);
  }
  return mark;
}

bool Fillers::is_alike(core::PeerId peer, const Mark& mark, core::Time first) const {
  const Turn now = turn_of(peer, first);
  return now.ahead == mark.turn.ahead && now.first_link == mark.turn.first_link;
}

void Fillers::repeat(core::PeerId peer, const Mark& mark, std::uint64_t round) {
  Peer& filled = state_.of_peer[peer];
  const std::uint64_t cycle = filled.rounds_filled - mark.round;
  const std::uint64_t cycles = (round - filled.rounds_filled) / cycle;
  const End first_end = state_.first_end(peer);
  for (End end = first_end; end < state_.after_last_end(peer); ++end) {
    std::uint64_t& fillers = state_.links[end].fillers;
    fillers += (fillers - mark.fillers[end - first_end]) * cycles;
  }
  filled.rounds_filled += cycle * cycles;
  if (state_.parameters.paced) {
    filled.line_free += static_cast<core::Time>(cycle * cycles) * state_.loop;
  }
}

/// The next one.
void Fillers::play_round(core::PeerId peer, core::Time first) {
  Peer& filled = state_.of_peer[peer];
  const std::uint64_t round = filled.rounds_filled++;
  const End first_end = state_.first_end(peer);
  const std::uint64_t degree = state_.after_last_end(peer) - first_end;
  const std::uint32_t passes = passes_of_round(state_.speeds[peer]);
  const core::Time time = first + static_cast<core::Time>(round) * state_.loop;
  for (std::uint32_t pass = 0; pass < passes; ++pass) {
    for (std::uint64_t i = 0; i < degree; ++i) {
      if (state_.parameters.paced && filled.line_free >= time + state_.loop) return;
      const End end = first_end + static_cast<End>((round * passes + pass + i) % degree);
      std::uint64_t handed_bytes = 0;
      fill(end, time, handed_bytes);
    }
  }
}

void Fillers::fill(End end, core::Time round_time, std::uint64_t& handed_bytes) {
  Link& link = state_.links[end];
  if (!on() || !is_filled(link)) return;
  const std::uint64_t bytes = bytes_of(link);
  const std::uint64_t enough = header_bytes + 2 * std::uint64_t{filler_bytes(link.send_ahead)};
  Peer& peer = state_.of_peer[link.peer];
  while (handed_bytes < enough) {
    if (state_.parameters.paced) {
      if (peer.line_free >= round_time + state_.loop) return;
      peer.line_free = std::max(peer.line_free, round_time) + state_.line_time(link.peer, bytes);
    }
    handed_bytes += bytes;
    ++link.fillers;
  }
}

void Fillers::count(Post& post, core::PeerId peer) {
  if (!on()) return;
  for (End end = state_.first_end(peer); end < state_.after_last_end(peer); ++end) {
    count_of(post, state_.links[end]);
  }
}

void Fillers::count_of(Post& post, Link& link) {
  if (link.fillers == 0) return;
  overlay::Letter letter;
  letter.type = saturation;
  letter.subject = static_cast<std::uint32_t>(bytes_of(link));
  letter.value = static_cast<std::uint32_t>(link.fillers);
  if (post.counts(overlay::no_query)) state_.tallies.filler_bytes += link.fillers * bytes_of(link);
  link.fillers = 0;
  post.send(link.peer, link.other, letter);
}

void Fillers::ring(Post& post, core::PeerId peer, const overlay::Letter& timer) {
  catch_up(peer, post.now());
  count(post, peer);
  if (timer.subject != only_once) count_again(post, peer);
}

void Fillers::miss(Post& post, const Link& link) {
  if (!on() || !state_.of_peer[link.peer].here) return;
  const std::uint64_t round = rounds_before(state_, link.peer, post.now());
  post.wake(link.peer, round_time(state_, link.peer, round) + 1,
            state_.timer(Alarm::fill, link.peer, only_once));
}

void Fillers::count_again(Post& post, core::PeerId peer) {
  const core::Time next = next_count(post.now(), post.horizon());
  if (next != core::never) post.wake(peer, next, state_.timer(Alarm::fill, peer));
}

/// The last moment of each span of time, and the end.
core::Time Fillers::next_count(core::Time now, core::Time horizon) const {
  core::Time next = ((now + 1) / every_ + 1) * every_ - 1;
  if (warm_up_ - 1 > now) next = std::min(next, warm_up_ - 1);
  if (next >= horizon) return now < horizon ? horizon : core::never;
  return next;
}

std::uint64_t Fillers::bytes_of(const Link& link) const {
  return padded_bytes(filler_bytes(link.send_ahead));
}

}  // namespace rippletank::protocols::waste
