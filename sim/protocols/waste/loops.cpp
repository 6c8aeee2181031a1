// Hands messages to lines.
#include "sim/protocols/waste/loops.hpp"

#include <algorithm>

namespace rippletank::protocols::waste {

void Loops::pass(Post& post, End end) {
  Link& link = state_.links[end];
  Peer& peer = state_.of_peer[link.peer];
  const core::Time now = post.now();
  const core::Time ahead = std::max(state_.line_time(link.peer, link.send_ahead), state_.loop);
  std::uint64_t handed_bytes = 0;
  if (link.queue.empty()) fillers_.fill(end, now, handed_bytes);
  while (!link.queue.empty() && handed_bytes < link.send_ahead) {
    const std::uint64_t rest =
        state_.wire_bytes(link.queue.front().packet) - link.queue.front_gone_bytes();
    std::uint64_t bytes = std::min(rest, link.send_ahead - handed_bytes);
    if (state_.parameters.paced) {
      if (peer.line_free - now >= ahead) return;
      peer.line_free = std::max(peer.line_free, now) + state_.line_time(link.peer, bytes);
    }
    handed_bytes += bytes;
    link.queue.note_front_gone(bytes);
    if (bytes < rest) return;
    finish(post, end);
    if (link.queue.empty()) fillers_.fill(end, now, handed_bytes);
  }
}

void Loops::hand_over(Post& post, core::PeerId peer) {
  Peer& sender = state_.of_peer[peer];
  const End first = state_.first_end(peer);
  const std::uint32_t degree = state_.after_last_end(peer) - first;
  for (std::uint32_t idle = 0; idle < degree;) {
    const End end = first + sender.next_end;
    sender.next_end = (sender.next_end + 1) % degree;
    const Link& link = state_.links[end];
    if (link.queue.empty()) {
      ++idle;
      continue;
    }
    if (state_.parameters.paced) {
      const core::Time has_room = room_at(link);
      if (post.now() < has_room) {
        sender.next_end = end - first;  // it is still its turn
        return wait_for_room(post, sender, has_room, peer);
      }
      const std::uint64_t bytes = state_.wire_bytes(link.queue.front().packet);
      sender.line_free = std::max(sender.line_free, post.now()) + state_.line_time(peer, bytes);
    }
    finish(post, end);
    idle = 0;
  }
}

/// When the line has so little left before it that the link may be handed a message.
core::Time Loops::room_at(const Link& link) const {
  const core::Time ahead =
      state_.line_time(link.peer, link.send_ahead) - state_.line_time(link.peer, header_bytes);
  return state_.of_peer[link.peer].line_free - std::max(ahead, core::Time{0});
}

void Loops::wait_for_room(Post& post, Peer& sender, core::Time has_room, core::PeerId peer) {
  if (sender.room_at == has_room) return;
  sender.room_at = has_room;
  post.wake(peer, has_room, state_.timer(Alarm::room, peer));
}

void Loops::finish(Post& post, End end) {
  Link& link = state_.links[end];
  const Copy copy = link.queue.take_front();
  if (!state_.parameters.paced) return send(post, end, copy);
  overlay::Letter timer = state_.letter_of(copy, link);
  timer.type = static_cast<std::uint8_t>(Alarm::leave_line);
  timer.query = end;
  post.wake(link.peer, state_.of_peer[link.peer].line_free, timer);
}

void Loops::left(Post& post, const overlay::Letter& timer) {
  const End end = timer.query;
  const Link& link = state_.links[end];
  if (link.stage == Stage::up && link.attempt == attempt_in(timer.value)) {
    return send(post, end, {timer.subject, timer.hops, ttl_in(timer.value), 0});
  }
  if (post.counts(state_.packets[timer.subject].query)) ++state_.tallies.lost_in_queue;
  state_.packets.release(timer.subject);
}

void Loops::send(Post& post, End end, const Copy& copy) {
  const Link& link = state_.links[end];
  const Packet& packet = state_.packets[copy.packet];
  if (packet.writer != link.peer && post.counts(packet.query)) {
    ++state_.tallies.relayed_messages;
    state_.tallies.relayed_bytes += state_.wire_bytes(copy.packet);
  }
  post.send(link.peer, link.other, state_.letter_of(copy, link));
}

}  // namespace rippletank::protocols::waste
