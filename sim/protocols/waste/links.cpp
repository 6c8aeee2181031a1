// Prepares a run of WASTE, and keeps its links.
#include "sim/protocols/waste/links.hpp"

#include <algorithm>

#include "sim/core/check.hpp"
#include "sim/protocols/waste/speeds.hpp"

namespace rippletank::protocols::waste {
namespace {

std::vector<double> speeds_of(double usual_kbit_s, const overlay::SetUp& set_up) {
  std::vector<double> speeds(set_up.connections.peers(), usual_kbit_s);
  for (std::size_t peer = 0; peer < set_up.access.size(); ++peer) {
    speeds[peer] = set_up.access[peer].up_kbit_s;
  }
  return speeds;
}

std::vector<Link> links_of(const overlay::Connections& connections, std::uint32_t queue_messages) {
  std::vector<Link> links(connections.neighbours.size());
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    for (End end = connections.offsets[peer]; end < connections.offsets[peer + 1]; ++end) {
      links[end].peer = peer;
      links[end].other = connections.neighbours[end];
      links[end].queue = SendQueue(queue_messages);
    }
  }
  return links;
}

/// Which of the overflows that are told apart a message belongs to.
std::size_t group_of(std::uint8_t type) {
  if (type == search || type == search_reply) return 1;
  return type >= file_request ? 2 : 0;
}

}  // namespace

State::State(const Parameters& chosen, const overlay::SetUp& set_up)
    : parameters(chosen),
      seed(set_up.seed),
      connections(set_up.connections),
      content(set_up.content),
      loop(core::from_milliseconds(chosen.loop_ms)),
      speeds(speeds_of(chosen.speed_kbit_s, set_up)),
      firewalls(set_up.firewalls),
      links(links_of(set_up.connections, chosen.queue_messages)),
      of_peer(set_up.connections.peers()),
      routes(set_up.connections.peers(), links.size(), chosen.guids_kept),
      stores(set_up.connections.peers(), set_up.content, {}) {}

End State::end_of(core::PeerId peer, core::PeerId neighbour) const {
  const auto begin = connections.neighbours.begin() + first_end(peer);
  const auto end = connections.neighbours.begin() + after_last_end(peer);
  const auto found = std::lower_bound(begin, end, neighbour);
  RIPPLETANK_CHECK(found != end && *found == neighbour, "a letter came from no neighbour");
  return static_cast<End>(found - connections.neighbours.begin());
}

bool State::has_link(core::PeerId peer) const {
  for (End end = first_end(peer); end < after_last_end(peer); ++end) {
    if (links[end].stage == Stage::up) return true;
  }
  return false;
}

overlay::Connections State::links_up() const {
  overlay::Connections rows;
  rows.offsets = {0};
  for (core::PeerId peer = 0; peer < peers(); ++peer) {
    for (End end = first_end(peer); end < after_last_end(peer); ++end) {
      const core::PeerId other = links[end].other;
      const Stage there = links[end_of(other, peer)].stage;
      if (links[end].stage == Stage::up && there == Stage::up) rows.neighbours.push_back(other);
    }
    rows.offsets.push_back(static_cast<core::Slot>(rows.neighbours.size()));
  }
  return rows;
}

core::Time State::line_time(core::PeerId peer, std::uint64_t bytes) const {
  constexpr double ns_of_a_byte_at_1_kbit_s = 8e6;
  const double time = static_cast<double>(bytes) * ns_of_a_byte_at_1_kbit_s / speeds[peer];
  return static_cast<core::Time>(time + 0.5);
}

std::uint32_t State::send_ahead_of(core::PeerId peer) const {
  return parameters.send_ahead_bytes.value_or(send_ahead_bytes(speeds[peer]));
}

overlay::Letter State::letter_of(const Copy& copy, const Link& link) const {
  overlay::Letter letter;
  letter.type = packets[copy.packet].type;
  letter.hops = copy.hops;
  letter.query = packets[copy.packet].query;
  letter.subject = copy.packet;
  letter.value = (link.attempt << 8U) | copy.ttl;
  return letter;
}

overlay::Letter State::timer(Alarm alarm, core::PeerId peer, std::uint32_t subject) const {
  overlay::Letter letter;
  letter.type = static_cast<std::uint8_t>(alarm);
  letter.subject = subject;
  letter.value = of_peer[peer].stay;
  return letter;
}

void State::enqueue(Post& post, End end, std::uint32_t packet, std::uint32_t ttl,
                    std::uint32_t hops) {
  packets.keep(packet);
  const std::optional<Copy> refused =
      links[end].queue.put({packet, static_cast<std::uint16_t>(hops),
                            static_cast<std::uint8_t>(ttl), kind_of(packets[packet].type).urgency});
  if (!refused) return;
  count_overflow(post, *refused);
  packets.release(refused->packet);
}

void State::count_overflow(Post& post, const Copy& copy) {
  const Packet& packet = packets[copy.packet];
  if (!post.counts(packet.query)) return;
  ++tallies.overflowed;
  ++tallies.overflowed_of[group_of(packet.type)];
}

std::uint32_t State::next_attempt() {
  RIPPLETANK_CHECK(attempts_ < (1U << 24U) - 1, "more than 2^24 tries of links");
  return ++attempts_;
}

}  // namespace rippletank::protocols::waste
