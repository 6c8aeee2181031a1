// Loops: how programs hand what waits for their links to their lines.
#pragma once

#include <cstdint>

#include "sim/protocols/waste/fillers.hpp"
#include "sim/protocols/waste/links.hpp"

namespace rippletank::protocols::waste {

/// A peer has one line, which carries what its links are handed in the order in which they are,
/// and a message arrives once its last byte has.
///
/// With a loop, each round has some passes, and in each a link is handed so many bytes, of whatever
/// waits for it, parts of messages too; none while the line has more before it than it carries
/// until the next round, and more than so many bytes. Without a loop, links take turns with whole
/// messages, as long as what the line has before it leaves room for a header.
///
/// Departs: of the buffers of the system only this is left, that the line has enough to do until
/// the next round; and that the other end reads no more than 32 kB at a time.
///
/// Source:  C_MessageQueueList::run and C_MessageQueue::run of WASTE 1.5.
class Loops {
 public:
  Loops(State& state, Fillers& fillers) : state_(state), fillers_(fillers) {}

  /// One pass of a link in a round.
  void pass(Post& post, End end);
  /// Without a loop: all that the line takes.
  void hand_over(Post& post, core::PeerId peer);
  /// A message has left the line.
  void left(Post& post, const overlay::Letter& timer);
  /// Its peer is offline by then.
  void missed(const overlay::Letter& timer) { state_.packets.release(timer.subject); }

 private:
  core::Time room_at(const Link& link) const;
  void wait_for_room(Post& post, Peer& sender, core::Time has_room, core::PeerId peer);
  /// A message has been handed over whole.
  void finish(Post& post, End end);
  void send(Post& post, End end, const Copy& copy);

  State& state_;
  Fillers& fillers_;
};

}  // namespace rippletank::protocols::waste
