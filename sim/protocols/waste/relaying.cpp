// Passes messages on.
#include "sim/protocols/waste/relaying.hpp"

#include <algorithm>
#include <utility>

namespace rippletank::protocols::waste {
namespace {

/// Source:  m_ping.cpp, m_keydist.cpp and m_search.cpp of WASTE 1.5.
constexpr std::uint32_t ping_address_bytes = 6;
constexpr std::uint32_t key_besides_bytes = 38;
constexpr std::uint32_t user_besides_bytes = 43;

/// For so long a peer asks new neighbours only who is there.
constexpr core::Time list_again = 120 * core::second;

}  // namespace

Guid Relaying::broadcast(Post& post, core::PeerId peer, Packet packet) {
  packet.guid = state_.next_guid();
  packet.writer = peer;
  const Guid guid = packet.guid;
  state_.routes.add(peer, guid, kind_of(packet.type).memory, Routes::own);
  const std::uint32_t id = state_.packets.put(std::move(packet));
  state_.packets.keep(id);
  for (End end = state_.first_end(peer); end < state_.after_last_end(peer); ++end) {
    if (state_.links[end].stage != Stage::up) continue;
    state_.enqueue(post, end, id, state_.parameters.origin_ttl_hops, 1);
  }
  state_.packets.release(id);
  return guid;
}

void Relaying::answer(Post& post, core::PeerId peer, Packet packet) {
  const End end = way_back(peer, packet.guid);
  if (end == Routes::none || end == Routes::own) {
    if (post.counts(packet.query)) ++state_.tallies.answers_without_route;
    return;
  }
  packet.writer = peer;
  send_over(post, end, std::move(packet));
}

void Relaying::send_over(Post& post, End end, Packet packet) {
  const std::uint32_t id = state_.packets.put(std::move(packet));
  state_.packets.keep(id);
  state_.enqueue(post, end, id, state_.parameters.origin_ttl_hops, 1);
  state_.packets.release(id);
}

bool Relaying::read(Post& post, End end, const Copy& copy) {
  switch (kind_of(state_.packets[copy.packet].type).way) {
    case Way::routed:
      return read_routed(post, end, copy);
    case Way::broadcast:
      return read_broadcast(post, end, copy);
    case Way::local:
      break;
  }
  return true;
}

bool Relaying::read_routed(Post& post, End end, const Copy& copy) {
  const Packet& packet = state_.packets[copy.packet];
  const End back = way_back(state_.links[end].peer, packet.guid);
  if (back == Routes::own) return true;
  if (back == Routes::none || back == end) {
    if (!post.counts(packet.query)) return false;
    ++(back == end ? state_.tallies.answers_turned_back : state_.tallies.answers_without_route);
    return false;
  }
  if (copy.ttl > 1) state_.enqueue(post, back, copy.packet, copy.ttl - 1U, copy.hops + 1U);
  return false;
}

bool Relaying::read_broadcast(Post& post, End end, const Copy& copy) {
  const core::PeerId peer = state_.links[end].peer;
  const Packet& packet = state_.packets[copy.packet];
  if (way_back(peer, packet.guid) != Routes::none) {
    if (packet.type == search) post.duplicate(packet.query, copy.hops);
    return false;
  }
  state_.routes.add(peer, packet.guid, kind_of(packet.type).memory, end);
  if (copy.ttl <= 1 || state_.speeds[peer] <= state_.parameters.relay_kbit_s) return true;
  const std::uint32_t ttl = std::min(std::uint32_t{copy.ttl}, state_.parameters.ttl_hops) - 1;
  for (End on = state_.first_end(peer); ttl > 0 && on < state_.after_last_end(peer); ++on) {
    if (on == end || state_.links[on].stage != Stage::up) continue;
    state_.enqueue(post, on, copy.packet, ttl, copy.hops + 1U);
  }
  return true;
}

Packet Relaying::packet_of(Type type, core::PeerId writer, std::uint32_t length_bytes) const {
  Packet packet;
  packet.type = type;
  packet.writer = writer;
  packet.length_bytes = length_bytes;
  return packet;
}

/// Source:  HandleNewOutCons, SendCaps and DoPing of WASTE 1.5.
void Relaying::greet(Post& post, End end) {
  const core::PeerId peer = state_.links[end].peer;
  const Parameters& parameters = state_.parameters;
  Peer& greeter = state_.of_peer[peer];
  send_over(post, end, packet_of(capabilities, peer, parameters.capabilities_bytes));
  if (greeter.last_ping == no_guid) {
    tell_ping(post, peer);
  } else {
    Packet again = packet_of(ping, peer, ping_address_bytes + parameters.nick_bytes);
    again.guid = greeter.last_ping;
    send_over(post, end, std::move(again));
  }
  if (parameters.user_lists) {
    if (greeter.last_list == no_guid || post.now() - greeter.listed > list_again) {
      greeter.last_list = broadcast(post, peer, packet_of(user_list, peer, 0));
      greeter.listed = post.now();
    } else {
      Packet again = packet_of(user_list, peer, 0);
      again.guid = greeter.last_list;
      send_over(post, end, std::move(again));
    }
  }
  if (parameters.key_s > 0 && !greeter.has_told_key) tell_key(post, peer);
}

void Relaying::tell_ping(Post& post, core::PeerId peer) {
  if (!state_.has_link(peer)) return;
  state_.of_peer[peer].last_ping = broadcast(
      post, peer, packet_of(ping, peer, ping_address_bytes + state_.parameters.nick_bytes));
}

void Relaying::tell_key(Post& post, core::PeerId peer) {
  if (!state_.has_link(peer)) return;
  state_.of_peer[peer].has_told_key = true;
  broadcast(post, peer, packet_of(key, peer, key_besides_bytes + state_.parameters.key_bytes));
}

void Relaying::read_capabilities(Link& link) const {
  link.knows_other = true;
  link.send_ahead =
      std::min(state_.send_ahead_of(link.peer),
               std::clamp(state_.send_ahead_of(link.other), std::uint32_t{64}, 32'768U));
}

void Relaying::answer_user_list(Post& post, core::PeerId peer, const Packet& asked) {
  Packet reply =
      packet_of(user_list_reply, peer, user_besides_bytes + state_.parameters.nick_bytes);
  reply.guid = asked.guid;
  answer(post, peer, std::move(reply));
}

void Relaying::answer_key(Post& post, core::PeerId peer, const Packet& told) {
  Packet reply = packet_of(key_reply, peer, key_besides_bytes + state_.parameters.key_bytes);
  reply.guid = told.guid;
  answer(post, peer, std::move(reply));
}

}  // namespace rippletank::protocols::waste
