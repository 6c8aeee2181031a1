// Packets: messages that wait and travel, each kept once however many copies there are of it.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/pool.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/protocols/waste/messages.hpp"

namespace rippletank::protocols::waste {

/// Names a broadcast, and all that answers it.
using Guid = std::uint32_t;
inline constexpr Guid no_guid = 0;

/// Chunks that follow one another.
struct Run {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

struct Packet {
  std::uint8_t type = 0;
  Guid guid = no_guid;
  overlay::QueryNumber query = overlay::no_query;
  std::uint32_t length_bytes = 0;   ///< of its content
  std::uint32_t payload_bytes = 0;  ///< of a file, of these
  core::PeerId writer = core::no_peer;
  std::uint32_t subject = 0;       ///< the download that it is about; of an answer, the hops to it
  std::uint32_t chunk = 0;         ///< its number, or how many there are
  Guid previous = no_guid;         ///< of a request: the one before, which it continues
  std::vector<Run> runs = {};      ///< of a request: what it asks for
  std::vector<bool> reached = {};  ///< of a search: [peer]
  std::uint32_t copies = 0;        ///< that wait or travel

  Packet without_reached() const {
    return {type, guid, query, length_bytes, payload_bytes, writer, subject, chunk, previous, runs};
  }
};

class Packets {
 public:
  std::uint32_t put(Packet packet) { return all_.put(std::move(packet)); }
  Packet& operator[](std::uint32_t id) { return all_[id]; }
  const Packet& operator[](std::uint32_t id) const { return all_[id]; }

  void keep(std::uint32_t id) { ++all_[id].copies; }
  /// A copy is no more.
  void release(std::uint32_t id) {
    if (--all_[id].copies == 0) all_.take(id);
  }

 private:
  core::Pool<Packet> all_;
};

/// A copy of a packet: on its way over one link, or waiting for it.
struct Copy {
  std::uint32_t packet = 0;
  std::uint16_t hops = 0;  ///< that it will have travelled when it arrives
  std::uint8_t ttl = 0;    ///< as it arrives
  std::uint8_t urgency = 0;
};

}  // namespace rippletank::protocols::waste
