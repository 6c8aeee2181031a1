// Connections: who is connected to whom, as rows of neighbours.
#pragma once

#include <cstdint>

#include "sim/core/column.hpp"
#include "sim/core/ids.hpp"

namespace rippletank::overlay {

/// Shape:   neighbours[offsets[p]] … neighbours[offsets[p+1]-1] are those of peer p, ascending;
///          an index into `neighbours` is a Slot, one directed connection.
struct Connections {
  core::Column<std::uint32_t> offsets;
  core::Column<core::PeerId> neighbours;

  core::PeerId peers() const { return static_cast<core::PeerId>(offsets.size() - 1); }
  std::uint32_t degree(core::PeerId peer) const { return offsets[peer + 1] - offsets[peer]; }
};

}  // namespace rippletank::overlay
