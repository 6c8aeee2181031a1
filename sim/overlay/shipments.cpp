// Shipments: a heap of first bytes to arrive, then transfers over the links of each way.
#include "sim/overlay/shipments.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::overlay {
namespace {

bool by_number(const ShipmentEnd& one, const ShipmentEnd& other) {
  return one.shipment < other.shipment;
}

}  // namespace

Shipments::Shipments(LinkWays ways, core::PeerId peers)
    : ways_(std::move(ways)), transfers_(ways_.capacity_bytes_s), rows_(peers), gone_(peers) {}

ShipmentId Shipments::start(core::Time now, core::PeerId from, core::PeerId to, std::uint64_t bytes,
                            core::PeerId relay) {
  RIPPLETANK_CHECK(relay != from && relay != to, "who relays is neither of the two");
  Shipment shipment;
  shipment.relay = relay;
  shipment.bytes = bytes;
  shipment.from = from;
  shipment.to = to;
  shipment.start = starts_++;
  const ShipmentId id = shipments_.put(shipment);
  most_ = std::max(most_, id + 1);
  ++size_;
  enter_rows(id);
  const core::Time latency = find_way(shipment).value_or(0);
  first_bytes_.push({core::later(now, latency), shipment.start, id});
  return id;
}

std::uint64_t Shipments::stop(core::Time now, ShipmentId id) {
  RIPPLETANK_CHECK(on_its_way(id), "what is stopped is on its way");
  const std::uint64_t carried = stop_transfer(now, shipments_[id]);
  leave(id);
  shipments_.take(id);
  return carried;
}

core::Time Shipments::next_time() {
  drop_stale_first_bytes();
  const core::Time first = first_bytes_.empty() ? core::never : first_bytes_.top().time;
  return std::min(first, transfers_.next_time());
}

std::vector<ShipmentEnd> Shipments::advance(core::Time now) {
  free_ended();
  std::vector<ShipmentEnd> ended;
  transfers_.finish(now, [&](TransferId transfer) {
    const ShipmentId id = of_transfer_[transfer];
    ended.push_back(end_of(id, false, shipments_[id].bytes));
  });
  for (const ShipmentEnd& one : ended) end(one);
  drop_stale_first_bytes();
  while (!first_bytes_.empty() && first_bytes_.top().time <= now) {
    const ShipmentId id = first_bytes_.top().shipment;
    first_bytes_.pop();
    begin_transfer(now, id, ended);
    drop_stale_first_bytes();
  }
  std::sort(ended.begin(), ended.end(), by_number);
  return ended;
}

std::vector<ShipmentEnd> Shipments::cut_off(core::Time now, core::PeerId peer) {
  free_ended();
  gone_[peer] = true;
  std::vector<ShipmentEnd> ended;
  for (const ShipmentId id : std::vector<ShipmentId>(rows_[peer])) {
    ended.push_back(end_of(id, true, stop_transfer(now, shipments_[id])));
    end(ended.back());
  }
  std::sort(ended.begin(), ended.end(), by_number);
  return ended;
}

std::vector<ShipmentEnd> Shipments::find_new_ways(core::Time now) {
  free_ended();
  change_capacities(now);
  std::vector<ShipmentEnd> ended;
  for (ShipmentId id = 0; id < most_; ++id) {
    Shipment& shipment = shipments_[id];
    if (!on_its_way(id) || shipment.transfer == none || way_is_as_before(shipment)) continue;
    shipment.carried_before = stop_transfer(now, shipment);
    shipment.transfer = none;
    begin_transfer(now, id, ended);
  }
  return ended;
}

std::uint64_t Shipments::carried_bytes(core::Time now, ShipmentId id) {
  const Shipment& shipment = shipments_[id];
  if (shipment.transfer == none) return shipment.carried_before;
  return shipment.carried_before + transfers_.carried_bytes(now, shipment.transfer);
}

/// Fills in the links of its way, which are those of two ways if somebody passes it on, and returns
/// how long its first byte takes.
///
/// A link of both, which is a medium that all share, gives each of them half of it.
std::optional<core::Time> Shipments::find_way(const Shipment& shipment) {
  links_.clear();
  limit_bytes_s_ = unlimited;
  if (!ways_.find) return 0;
  if (shipment.relay == core::no_peer) return ways_.find(shipment.from, shipment.to, links_);
  const auto first = ways_.find(shipment.relay, shipment.to, links_);
  if (!first) return {};
  const std::vector<LinkId> last_links = links_;
  links_.clear();
  const auto second = ways_.find(shipment.from, shipment.relay, links_);
  if (!second) return {};
  const std::size_t count = links_.size();
  for (const LinkId link : last_links) {
    const auto end = links_.begin() + static_cast<std::ptrdiff_t>(count);
    if (std::find(links_.begin(), end, link) == end) {
      links_.push_back(link);
    } else {
      limit_bytes_s_ = std::min(limit_bytes_s_, ways_.capacity_bytes_s[link] / 2);
    }
  }
  return *first + *second;
}

void Shipments::begin_transfer(core::Time now, ShipmentId id, std::vector<ShipmentEnd>& ended) {
  if (transfer_over_way(now, id)) return;
  ended.push_back(end_of(id, true, shipments_[id].carried_before));
  end(ended.back());
}

/// Of a medium that has broken apart, or is whole again, other cables may be the slowest.
void Shipments::change_capacities(core::Time now) {
  if (!ways_.changed_capacities_bytes_s) return;
  const std::vector<double> changed = ways_.changed_capacities_bytes_s();
  for (LinkId link = 0; link < changed.size(); ++link) {
    if (changed[link] == ways_.capacity_bytes_s[link]) continue;
    transfers_.set_capacity(now, link, changed[link]);
  }
  ways_.capacity_bytes_s = changed;
}

bool Shipments::transfer_over_way(core::Time now, ShipmentId id) {
  Shipment& shipment = shipments_[id];
  if (gone_[shipment.from] || gone_[shipment.to]) return false;
  if (shipment.relay != core::no_peer && gone_[shipment.relay]) return false;
  if (!find_way(shipment)) return false;
  shipment.transfer =
      transfers_.start(now, links_, shipment.bytes - shipment.carried_before, limit_bytes_s_);
  if (shipment.transfer >= of_transfer_.size()) of_transfer_.resize(shipment.transfer + 1);
  of_transfer_[shipment.transfer] = id;
  return true;
}

/// A medium that both ways cross may be as fast no more, and so the half of it.
bool Shipments::way_is_as_before(const Shipment& shipment) {
  if (!find_way(shipment)) return false;
  return links_ == transfers_.links(shipment.transfer) &&
         limit_bytes_s_ == transfers_.limit_bytes_s(shipment.transfer);
}

std::uint64_t Shipments::stop_transfer(core::Time now, Shipment& shipment) {
  if (shipment.transfer == none) return shipment.carried_before;
  return shipment.carried_before + transfers_.stop(now, shipment.transfer);
}

/// First bytes of shipments that were stopped before.
void Shipments::drop_stale_first_bytes() {
  while (!first_bytes_.empty()) {
    const FirstByte& next = first_bytes_.top();
    const Shipment& shipment = shipments_[next.shipment];
    if (on_its_way(next.shipment) && shipment.start == next.start) return;
    first_bytes_.pop();
  }
}

void Shipments::enter_rows(ShipmentId id) {
  Shipment& shipment = shipments_[id];
  enter_row(shipment.from, id, shipment.place_from);
  if (shipment.to != shipment.from) enter_row(shipment.to, id, shipment.place_to);
  if (shipment.relay != core::no_peer) enter_row(shipment.relay, id, shipment.place_relay);
}

void Shipments::enter_row(core::PeerId peer, ShipmentId id, std::uint32_t& place) {
  place = static_cast<std::uint32_t>(rows_[peer].size());
  rows_[peer].push_back(id);
}

void Shipments::leave_rows(ShipmentId id) {
  const Shipment& shipment = shipments_[id];
  leave_row(shipment.from, shipment.place_from);
  if (shipment.to != shipment.from) leave_row(shipment.to, shipment.place_to);
  if (shipment.relay != core::no_peer) leave_row(shipment.relay, shipment.place_relay);
}

void Shipments::leave_row(core::PeerId peer, std::uint32_t place) {
  std::vector<ShipmentId>& row = rows_[peer];
  const ShipmentId last = row.back();
  row[place] = last;
  row.pop_back();
  if (place == row.size()) return;
  Shipment& moved = shipments_[last];
  (moved.from == peer ? moved.place_from
   : moved.to == peer ? moved.place_to
                      : moved.place_relay) = place;
}

/// A shipment is on its way no more.
void Shipments::leave(ShipmentId id) {
  leave_rows(id);
  shipments_[id].bytes = over;
  shipments_[id].transfer = none;
  --size_;
}

void Shipments::end(const ShipmentEnd& end) {
  leave(end.shipment);
  shipments_[end.shipment].carried_before = end.carried_bytes;
  ended_.push_back(end.shipment);
}

void Shipments::free_ended() {
  for (const ShipmentId id : ended_) shipments_.take(id);
  ended_.clear();
}

}  // namespace rippletank::overlay
