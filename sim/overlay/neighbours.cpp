// Keeps the rows of neighbours in one column, and uses again what a row has left behind.
#include "sim/overlay/neighbours.hpp"

#include <algorithm>
#include <bit>

#include "sim/core/check.hpp"

namespace rippletank::overlay {

Neighbours::Neighbours(const Connections& connections)
    : cells_(connections.neighbours),
      rows_(connections.peers()),
      places_(connections.neighbours.size()) {
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    rows_[peer] = {connections.offsets[peer], connections.degree(peer), connections.degree(peer)};
  }
}

bool Neighbours::has(core::PeerId peer, core::PeerId neighbour) const {
  const std::span<const core::PeerId> row = of(peer);
  return std::find(row.begin(), row.end(), neighbour) != row.end();
}

Connections Neighbours::mutual() const {
  Connections made;
  made.offsets = {0};
  for (core::PeerId peer = 0; peer < peers(); ++peer) {
    const auto begin = made.neighbours.size();
    for (const core::PeerId other : of(peer)) {
      if (has(other, peer)) made.neighbours.push_back(other);
    }
    std::sort(made.neighbours.begin() + static_cast<std::ptrdiff_t>(begin), made.neighbours.end());
    made.offsets.push_back(static_cast<std::uint32_t>(made.neighbours.size()));
  }
  return made;
}

void Neighbours::add(core::PeerId peer, core::PeerId neighbour) {
  RIPPLETANK_CHECK(!has(peer, neighbour), "the two are not connected yet");
  Row& row = rows_[peer];
  if (row.size == row.capacity) enlarge(row);
  cells_[row.begin + row.size++] = neighbour;
  ++places_;
}

void Neighbours::remove(core::PeerId peer, core::PeerId neighbour) {
  Row& row = rows_[peer];
  const auto begin = cells_.begin() + row.begin;
  const auto end = begin + row.size;
  const auto found = std::find(begin, end, neighbour);
  RIPPLETANK_CHECK(found != end, "the two are connected");
  std::copy(found + 1, end, found);
  --row.size;
  --places_;
}

void Neighbours::enlarge(Row& row) {
  const std::uint32_t capacity = std::max(4U, std::bit_ceil(row.capacity + 1));
  std::vector<std::uint32_t>& fitting = free_[static_cast<std::size_t>(std::countr_zero(capacity))];
  std::uint32_t begin = 0;
  if (fitting.empty()) {
    RIPPLETANK_CHECK(cells_.size() + capacity <= 0xffffffffU, "rows of 2^32 neighbours at most");
    begin = static_cast<std::uint32_t>(cells_.size());
    cells_.resize(cells_.size() + capacity);
  } else {
    begin = fitting.back();
    fitting.pop_back();
  }
  std::copy_n(cells_.begin() + row.begin, row.size, cells_.begin() + begin);
  if (row.capacity > 0) {
    free_[static_cast<std::size_t>(std::bit_width(row.capacity) - 1)].push_back(row.begin);
  }
  row.begin = begin;
  row.capacity = capacity;
}

}  // namespace rippletank::overlay
