// Relaying: who passes on what, and what peers tell without being asked.
#pragma once

#include <cstdint>

#include "sim/protocols/waste/links.hpp"

namespace rippletank::protocols::waste {

/// A broadcast goes to all that it reaches within some hops, each of which remembers over which
/// link it came first. What answers it goes back link by link the way that it has come: so by the
/// fastest way there was, of those that are not too long.
///
/// Source:  C_MessageQueueList::run, send and find_route in mqueuelist.cpp of WASTE 1.5.
class Relaying {
 public:
  explicit Relaying(State& state) : state_(state) {}

  /// Sends a broadcast to all links of a peer, and returns its name.
  Guid broadcast(Post& post, core::PeerId peer, Packet packet);
  /// Sends a packet, whose broadcast is named in it, back the way of that.
  void answer(Post& post, core::PeerId peer, Packet packet);
  /// Over which link a peer answers a broadcast; Routes::none or Routes::own: over none.
  End way_back(core::PeerId peer, Guid guid) const { return state_.routes.find(peer, guid); }

  /// A peer reads a copy that has come over a link, and passes it on. True if it is for the peer.
  bool read(Post& post, End end, const Copy& copy);

  /// A link has come up: what an end tells the other at once.
  void greet(Post& post, End end);
  void tell_ping(Post& post, core::PeerId peer);
  void tell_key(Post& post, core::PeerId peer);
  /// The other end tells what it can do.
  void read_capabilities(Link& link) const;
  void answer_user_list(Post& post, core::PeerId peer, const Packet& asked);
  void answer_key(Post& post, core::PeerId peer, const Packet& told);

 private:
  void send_over(Post& post, End end, Packet packet);
  bool read_routed(Post& post, End end, const Copy& copy);
  bool read_broadcast(Post& post, End end, const Copy& copy);
  Packet packet_of(Type type, core::PeerId writer, std::uint32_t length_bytes) const;

  State& state_;
};

}  // namespace rippletank::protocols::waste
