// Shipments: files and the like on their way from peer to peer.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/pool.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/link_ways.hpp"
#include "sim/overlay/transfers.hpp"

namespace rippletank::overlay {

/// What is carried from peer to peer besides letters.
struct Cargo {
  std::uint64_t bytes = 0;
  std::optional<core::ItemId> item;
  const char* what = "file";
  const char* method = "direct";       ///< how the two peers came together
  core::PeerId relay = core::no_peer;  ///< that passes it on; no_peer: nobody
};

/// A shipment that has been started and is not over. The number of one that has ended is used again
/// only when others have ended after it, so that whoever is told of several knows them apart.
using ShipmentId = std::uint32_t;

/// How a shipment ended.
struct ShipmentEnd {
  ShipmentId shipment = 0;
  core::PeerId from = 0;
  core::PeerId to = 0;
  bool cut = false;                 ///< one of its peers has gone, or no way is left
  std::uint64_t carried_bytes = 0;  ///< all of them unless it was cut
};

/// Carries bytes from peer to peer in virtual time: first nothing arrives for as long as the way
/// takes, then they share its links fairly with the others (Transfers). So the links are busy from
/// the arrival of the first byte to that of the last. What a relay passes on crosses the links of
/// both ways at one speed, as it passes each byte on at once; a medium that both share
/// counts what it carries of it once.
///
/// Each call names its moment, and none may lie before that of an earlier call. What happens by
/// itself must be asked for with advance() at its moment: next_time() says when that is.
///
/// Units:   nanoseconds of virtual time, whole bytes.
/// Cost:    that of Transfers, and O(log n) for each start; 56 bytes a shipment, 24 a peer.
class Shipments {
 public:
  Shipments(LinkWays ways, core::PeerId peers);

  /// `relay`: the peer that passes it on; no_peer: nobody.
  ShipmentId start(core::Time now, core::PeerId from, core::PeerId to, std::uint64_t bytes,
                   core::PeerId relay = core::no_peer);

  /// Ends a shipment and returns how many whole bytes it has carried. Its number is free at once.
  std::uint64_t stop(core::Time now, ShipmentId shipment);

  /// When something happens by itself next; core::never if nothing does.
  core::Time next_time();

  /// Lets happen what happens by itself now, and returns what ended, in ascending order.
  std::vector<ShipmentEnd> advance(core::Time now);

  /// A peer goes: cuts off all shipments from, to and through it, and returns them in ascending
  /// order. What is started meanwhile is cut off when its first byte would arrive, unless the peer
  /// is back.
  std::vector<ShipmentEnd> cut_off(core::Time now, core::PeerId peer);

  void come_back(core::PeerId peer) { gone_[peer] = false; }

  /// Ways have changed: shipments go on over new ones, or are cut off; these are returned, in
  /// ascending order. Those whose way is as before go on; what is not a whole byte yet when a way
  /// is left is sent again.
  std::vector<ShipmentEnd> find_new_ways(core::Time now);

  /// Of one that is on its way, or of the last that have ended.
  std::uint64_t carried_bytes(core::Time now, ShipmentId shipment);

  /// How many bytes a link has carried, of shipments that are over and of those on their way.
  std::uint64_t link_carried_bytes(core::Time now, LinkId link) {
    return transfers_.link_carried_bytes(now, link);
  }

  core::PeerId from(ShipmentId shipment) const { return shipments_[shipment].from; }
  core::PeerId to(ShipmentId shipment) const { return shipments_[shipment].to; }
  /// How many shipments are on their way.
  std::size_t size() const { return size_; }
  /// Shipments are numbered below.
  std::uint32_t most() const { return most_; }
  bool on_its_way(ShipmentId shipment) const { return shipments_[shipment].bytes != over; }

 private:
  static constexpr std::uint64_t over = ~std::uint64_t{0};
  static constexpr TransferId none = ~TransferId{0};

  struct Shipment {
    std::uint64_t bytes = over;
    std::uint64_t carried_before = 0;  ///< over earlier ways; once it is over, in all
    core::PeerId from = 0;
    core::PeerId to = 0;
    core::PeerId relay = core::no_peer;
    TransferId transfer = none;  ///< none: the first byte has not arrived
    std::uint32_t start = 0;     ///< number of the start, which tells it from others of its number
    std::uint32_t place_from = 0;
    std::uint32_t place_to = 0;
    std::uint32_t place_relay = 0;  ///< in the rows of its peers
  };

  struct FirstByte {
    core::Time time = 0;
    std::uint32_t start = 0;
    ShipmentId shipment = 0;
    bool operator>(const FirstByte& other) const {
      return time != other.time ? time > other.time : start > other.start;
    }
  };

  ShipmentEnd end_of(ShipmentId id, bool cut, std::uint64_t carried_bytes) const {
    return {id, shipments_[id].from, shipments_[id].to, cut, carried_bytes};
  }
  std::optional<core::Time> find_way(const Shipment& shipment);
  void begin_transfer(core::Time now, ShipmentId id, std::vector<ShipmentEnd>& ended);
  void change_capacities(core::Time now);
  bool transfer_over_way(core::Time now, ShipmentId id);
  bool way_is_as_before(const Shipment& shipment);
  std::uint64_t stop_transfer(core::Time now, Shipment& shipment);
  void drop_stale_first_bytes();
  void enter_rows(ShipmentId id);
  void leave_rows(ShipmentId id);
  void enter_row(core::PeerId peer, ShipmentId id, std::uint32_t& place);
  void leave_row(core::PeerId peer, std::uint32_t place);
  void leave(ShipmentId id);
  void end(const ShipmentEnd& end);
  void free_ended();

  LinkWays ways_;
  Transfers transfers_;
  core::Pool<Shipment> shipments_;
  std::vector<ShipmentId> of_transfer_;        ///< [TransferId]
  std::vector<std::vector<ShipmentId>> rows_;  ///< [peer] those from, to or through it, in no order
  std::vector<bool> gone_;                     ///< [peer]
  std::priority_queue<FirstByte, std::vector<FirstByte>, std::greater<>> first_bytes_;
  std::vector<LinkId> links_;         ///< of the way that is looked for
  double limit_bytes_s_ = unlimited;  ///< of what takes it
  std::vector<ShipmentId> ended_;     ///< the last of them, whose numbers are not free yet
  std::uint32_t starts_ = 0;
  std::size_t size_ = 0;
  std::uint32_t most_ = 0;
};

}  // namespace rippletank::overlay
