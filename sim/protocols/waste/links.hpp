// Links: the ends of all links, the peers they belong to, and all that a run of WASTE knows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/overlay/content.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/stores.hpp"
#include "sim/protocols/waste/packets.hpp"
#include "sim/protocols/waste/parameters.hpp"
#include "sim/protocols/waste/post.hpp"
#include "sim/protocols/waste/routes.hpp"
#include "sim/protocols/waste/send_queue.hpp"
#include "sim/protocols/waste/tallies.hpp"

namespace rippletank::protocols::waste {

/// How far a link is, as one end knows it.
enum class Stage : std::uint8_t { down, dialling, answering, up };

/// A number of an end: that of the slot of the connection that starts there.
using End = std::uint32_t;

/// One end of a link.
struct Link {
  core::PeerId peer = 0;
  core::PeerId other = 0;
  Stage stage = Stage::down;
  bool knows_other = false;      ///< what the other can do has come
  bool is_to_dial = false;       ///< a timer is set
  std::uint32_t attempt = 0;     ///< of all that there were, which one this is
  std::uint32_t tries = 0;       ///< in a row, in vain
  std::uint32_t send_ahead = 0;  ///< bytes that it is handed at a time
  SendQueue queue;
  std::vector<Copy> inbox;    ///< what has come and was not read yet
  std::uint64_t fillers = 0;  ///< that have left and are still to be counted
};

struct Peer {
  bool here = false;  ///< its program runs
  bool has_told_key = false;
  std::uint32_t stay = 0;  ///< how often it has come or gone
  Guid last_ping = no_guid;
  Guid last_list = no_guid;
  core::Time listed = 0;  ///< when it asked for that
  core::Time line_free = 0;
  core::Time round_at = core::never;  ///< its next round, if one is set
  std::uint64_t next_round = 0;       ///< the first one that has not been played
  std::uint64_t rounds_filled = 0;    ///< up to which round fillers were made
  core::Time room_at = 0;             ///< without a loop, when its line has room again
  std::uint32_t next_end = 0;         ///< place in its row, without a loop
};

class State {
 public:
  State(const Parameters& chosen, const overlay::SetUp& set_up);
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  core::PeerId peers() const { return connections.peers(); }
  End first_end(core::PeerId peer) const { return connections.offsets[peer]; }
  End after_last_end(core::PeerId peer) const { return connections.offsets[peer + 1]; }
  /// Of the link from a peer to a neighbour.
  End end_of(core::PeerId peer, core::PeerId neighbour) const;
  End end_of(const Link& link) const { return static_cast<End>(&link - links.data()); }
  bool may_dial(const Link& link) const { return firewalls.lets_connect(link.peer, link.other); }
  bool has_link(core::PeerId peer) const;
  /// As far as both ends know.
  overlay::Connections links_up() const;

  /// How long bytes take on the line of a peer.
  core::Time line_time(core::PeerId peer, std::uint64_t bytes) const;
  std::uint32_t send_ahead_of(core::PeerId peer) const;

  std::uint64_t wire_bytes(std::uint32_t packet) const {
    return padded_bytes(packets[packet].length_bytes);
  }
  /// How a copy is written on its way over a link.
  overlay::Letter letter_of(const Copy& copy, const Link& link) const;
  overlay::Letter timer(Alarm alarm, core::PeerId peer, std::uint32_t subject = 0) const;

  /// A copy waits for a link; what finds no place is dropped.
  void enqueue(Post& post, End end, std::uint32_t packet, std::uint32_t ttl, std::uint32_t hops);
  Guid next_guid() { return ++guids_; }
  /// Of which there may be 2^24.
  std::uint32_t next_attempt();

  const Parameters parameters;
  const std::uint64_t seed;
  const overlay::Connections& connections;
  const overlay::Content* const content;  ///< null if there is none
  const core::Time loop;                  ///< from one round to the next; 0: no loop
  const std::vector<double> speeds;       ///< [peer] in kbit/s
  const overlay::Firewalls& firewalls;
  std::vector<Link> links;  ///< [end]
  std::vector<Peer> of_peer;
  Packets packets;
  Routes routes;
  overlay::Stores stores;
  Tallies tallies;

 private:
  void count_overflow(Post& post, const Copy& copy);

  Guid guids_ = no_guid;
  std::uint32_t attempts_ = 0;
};

/// What the value of a letter tells that carries a packet.
constexpr std::uint32_t attempt_in(std::uint32_t value) { return value >> 8U; }
constexpr std::uint8_t ttl_in(std::uint32_t value) { return static_cast<std::uint8_t>(value); }

}  // namespace rippletank::protocols::waste
