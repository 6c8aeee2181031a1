// Dialling: how links come up, and how they are lost.
#pragma once

#include <cstdint>

#include "sim/protocols/waste/fillers.hpp"
#include "sim/protocols/waste/links.hpp"

namespace rippletank::protocols::waste {

/// A peer whose program starts connects to all its neighbours that can be connected to. Who finds
/// nobody there tries again after a while, and so does who has lost a link. Where two peers connect
/// to each other at the same time, the one that has begun first goes on.
///
/// A link comes up with what both ends prove: 568 bytes each way, after two and a half round trips
/// at the end that was called and three at the other. Who leaves closes its links; that one has
/// crashed is noticed as something does not arrive there, or as what arrives is of a link that it
/// does not know any more.
///
/// A link that is not up in time is closed by the end that waits, as no step is sent twice where a
/// network loses it; so is one of which the other end knows that it is up.
///
/// Source:  connection.cpp and netkern.cpp of WASTE 1.5. Departs: TCP tells at once what does not
///          arrive at who is offline; what it costs to compute is left out, and so is the padding
///          of a network that has a name.
class Dialling {
 public:
  Dialling(State& state, Fillers& fillers) : state_(state), fillers_(fillers) {}

  void come(Post& post, core::PeerId peer);
  /// Its program ends, or its machine.
  void go(Post& post, core::PeerId peer, bool announced);

  /// The timer to try again rings.
  void ring(Post& post, End end);
  /// The timer of a link that was not up yet rings.
  void ring_half_open(Post& post, End end, std::uint32_t attempt);
  /// A step of a handshake has come. True if the link is up now, as this end knows.
  bool on_handshake(Post& post, End end, const overlay::Letter& letter);
  void on_closing(Post& post, End end, const overlay::Letter& letter);
  /// A packet has come. True if the link is up now by that: what came before it was overtaken.
  bool on_packet(Post& post, End end, std::uint32_t attempt);
  /// Tells the other end that this one knows nothing of such a link.
  void refuse(Post& post, const Link& link, std::uint32_t attempt);
  /// What one end has sent does not arrive, and that is noticed.
  void on_lost(Post& post, End end, const overlay::Letter& letter, bool is_cut_off);

 private:
  void dial(Post& post, Link& link);
  void dial_later(Post& post, Link& link);
  void limit(Post& post, const Link& link);
  void send_step(Post& post, const Link& link, std::uint32_t step);
  void answer(Post& post, Link& link, std::uint32_t attempt);
  void come_up(Post& post, Link& link);
  void lose(Post& post, Link& link);
  void fail(Post& post, Link& link);

  State& state_;
  Fillers& fillers_;
};

}  // namespace rippletank::protocols::waste
