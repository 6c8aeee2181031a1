// Asks and answers.
#include "sim/protocols/waste/searches.hpp"

#include <algorithm>
#include <utility>

namespace rippletank::protocols::waste {
namespace {

constexpr std::uint32_t search_besides_bytes = 3;
constexpr std::uint32_t reply_besides_bytes = 21;
constexpr std::uint32_t file_besides_bytes = 18;

}  // namespace

void Searches::ask(Post& post, const overlay::Query& query, overlay::QueryNumber number) {
  const core::ItemId item = query.item.value_or(core::no_item);
  asked_.push_back({item, query.download && query.item.has_value()});
  Packet packet;
  packet.type = search;
  packet.query = number;
  packet.length_bytes = search_besides_bytes + state_.parameters.text_bytes;
  packet.reached.resize(state_.peers());
  if (measure::QueryRecord* record = post.record(number)) {
    record->ttl_hops = std::min(state_.parameters.ttl_hops, state_.parameters.origin_ttl_hops);
  }
  relaying_.broadcast(post, query.origin, std::move(packet));
}

void Searches::read_search(Post& post, core::PeerId peer, const Copy& copy) {
  Packet& packet = state_.packets[copy.packet];
  if (packet.writer == peer) return;  // it has forgotten that it has asked this
  if (packet.reached[peer]) {
    post.duplicate(packet.query, copy.hops);  // likewise, that it was asked
  } else {
    packet.reached[peer] = true;
    post.reached(packet.query, peer, copy.hops);
  }
  const core::ItemId item = asked_[packet.query].item;
  if (item == core::no_item || !state_.stores.holds(peer, item)) return;
  post.answers(packet.query, peer);
  Packet reply;
  reply.type = search_reply;
  reply.guid = packet.guid;
  reply.query = packet.query;
  reply.length_bytes = reply_besides_bytes + file_besides_bytes + state_.parameters.name_bytes;
  reply.subject = copy.hops;
  relaying_.answer(post, peer, std::move(reply));
}

void Searches::read_reply(Post& post, core::PeerId peer, const Packet& reply) {
  post.answered(reply.query, 1, reply.subject);
  Asked& asked = asked_[reply.query];
  if (!std::exchange(asked.is_to_fetch, false)) return;
  post.download_begun(reply.query);
  transfers_.begin(post, {peer, reply.writer, asked.item, reply.query});
}

}  // namespace rippletank::protocols::waste
