// Brings links up.
#include "sim/protocols/waste/dialling.hpp"

#include <algorithm>

namespace rippletank::protocols::waste {
namespace {

/// What a program that has been told nothing else hands over at a time.
constexpr std::uint32_t first_send_ahead_bytes = 2048;

bool is_asking(std::uint32_t step) { return step % 2 == 0; }

}  // namespace

void Dialling::come(Post& post, core::PeerId peer) {
  Peer& comer = state_.of_peer[peer];
  comer.here = true;
  fillers_.begin(post, peer);
  for (End end = state_.first_end(peer); end < state_.after_last_end(peer); ++end) {
    state_.links[end].tries = 0;
    dial(post, state_.links[end]);
  }
}

void Dialling::go(Post& post, core::PeerId peer, bool announced) {
  fillers_.catch_up(peer, post.now());
  for (End end = state_.first_end(peer); end < state_.after_last_end(peer); ++end) {
    Link& link = state_.links[end];
    const bool was_there = link.stage != Stage::down;
    lose(post, link);
    if (announced && was_there) refuse(post, link, link.attempt);
    if (!announced && was_there) {
      fillers_.miss(post, state_.links[state_.end_of(link.other, peer)]);
    }
    link.is_to_dial = false;
  }
  const std::uint32_t stay = state_.of_peer[peer].stay + 1;
  state_.of_peer[peer] = {};
  state_.of_peer[peer].stay = stay;
  state_.routes.forget_own(peer);
}

void Dialling::ring(Post& post, End end) {
  state_.links[end].is_to_dial = false;
  dial(post, state_.links[end]);
}

void Dialling::dial(Post& post, Link& link) {
  if (link.stage != Stage::down || !state_.may_dial(link)) return;
  link.attempt = state_.next_attempt();
  link.stage = Stage::dialling;
  limit(post, link);
  send_step(post, link, 0);
}

void Dialling::limit(Post& post, const Link& link) {
  overlay::Letter timer = state_.timer(Alarm::half_open, link.peer, state_.end_of(link));
  timer.query = link.attempt;
  const core::Time patience = core::from_seconds(state_.parameters.handshake_s);
  post.wake(link.peer, core::later(post.now(), patience), timer);
}

void Dialling::ring_half_open(Post& post, End end, std::uint32_t attempt) {
  Link& link = state_.links[end];
  const bool is_half_open = link.stage == Stage::dialling || link.stage == Stage::answering;
  if (!is_half_open || link.attempt != attempt) return;
  fail(post, link);
  refuse(post, link, attempt);
}

void Dialling::dial_later(Post& post, Link& link) {
  const bool wants = state_.of_peer[link.peer].here && state_.may_dial(link);
  if (!wants || link.is_to_dial || link.tries == state_.parameters.dial_tries) return;
  ++link.tries;
  link.is_to_dial = true;
  const core::Time retry = core::from_seconds(state_.parameters.retry_s);
  post.wake(link.peer, core::later(post.now(), retry),
            state_.timer(Alarm::dial, link.peer, state_.end_of(link)));
}

void Dialling::send_step(Post& post, const Link& link, std::uint32_t step) {
  overlay::Letter letter;
  letter.type = handshake;
  letter.subject = link.attempt;
  letter.value = step;
  post.send(link.peer, link.other, letter);
}

void Dialling::refuse(Post& post, const Link& link, std::uint32_t attempt) {
  overlay::Letter letter;
  letter.type = closing;
  letter.subject = attempt;
  post.send(link.peer, link.other, letter);
}

bool Dialling::on_handshake(Post& post, End end, const overlay::Letter& letter) {
  Link& link = state_.links[end];
  const std::uint32_t attempt = letter.subject;
  const std::uint32_t step = letter.value;
  if (step == 0) {
    answer(post, link, attempt);
    return false;
  }
  if (link.attempt == attempt && link.stage == Stage::up) return false;
  const Stage expected = is_asking(step) ? Stage::answering : Stage::dialling;
  if (link.attempt != attempt || link.stage != expected) {
    refuse(post, link, attempt);
    return false;
  }
  if (step + 1 < handshake_steps) send_step(post, link, step + 1);
  if (step + 2 < handshake_steps) return false;
  if (is_asking(step) && post.counts(overlay::no_query)) ++state_.tallies.links_opened;
  come_up(post, link);
  return true;
}

void Dialling::answer(Post& post, Link& link, std::uint32_t attempt) {
  const bool goes_on_itself = link.stage == Stage::dialling && link.attempt < attempt;
  if (!state_.of_peer[link.peer].here || goes_on_itself) return refuse(post, link, attempt);
  lose(post, link);
  link.attempt = attempt;
  link.stage = Stage::answering;
  limit(post, link);
  send_step(post, link, 1);
}

bool Dialling::on_packet(Post& post, End end, std::uint32_t attempt) {
  Link& link = state_.links[end];
  if (link.stage != Stage::dialling || link.attempt != attempt) return false;
  come_up(post, link);
  return true;
}

void Dialling::come_up(Post& post, Link& link) {
  fillers_.catch_up(link.peer, post.now());
  link.stage = Stage::up;
  link.knows_other = false;
  link.tries = 0;
  link.send_ahead = std::min(state_.send_ahead_of(link.peer), first_send_ahead_bytes);
}

void Dialling::on_closing(Post& post, End end, const overlay::Letter& letter) {
  Link& link = state_.links[end];
  if (link.attempt == letter.subject && link.stage != Stage::down) fail(post, link);
}

void Dialling::on_lost(Post& post, End end, const overlay::Letter& letter, bool is_cut_off) {
  Link& link = state_.links[end];
  if (letter.type == closing) return;
  if (letter.type == handshake) {
    if (link.attempt == letter.subject && link.stage != Stage::down) fail(post, link);
    return;
  }
  const bool is_of_this = letter.type == saturation || attempt_in(letter.value) == link.attempt;
  if (is_of_this && is_cut_off && link.stage == Stage::up) fail(post, link);
}

void Dialling::fail(Post& post, Link& link) {
  lose(post, link);
  dial_later(post, link);
}

void Dialling::lose(Post& post, Link& link) {
  if (link.stage == Stage::up) {
    fillers_.catch_up(link.peer, post.now());
    fillers_.count_of(post, link);
    if (post.counts(overlay::no_query)) ++state_.tallies.links_lost;
    state_.routes.forget(link.peer, state_.end_of(link));
  }
  link.stage = Stage::down;
  for (const Copy& copy : link.queue.take_all()) {
    if (post.counts(state_.packets[copy.packet].query)) ++state_.tallies.lost_in_queue;
    state_.packets.release(copy.packet);
  }
  for (const Copy& copy : link.inbox) state_.packets.release(copy.packet);
  link.inbox.clear();
}

}  // namespace rippletank::protocols::waste
