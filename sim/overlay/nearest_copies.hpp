// Nearest copies: how far peers are from an item while its copies come and go.
#pragma once

#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/copy_record.hpp"
#include "sim/overlay/connections.hpp"
#include "sim/overlay/stores.hpp"

namespace rippletank::overlay {

/// Looks where copies of items are, and how many hops away for everybody.
///
/// `askers`: whose row are the peers that can ask it. `online`: of each peer.
///
/// Shape:   one record per item, in their order.
/// Cost:    O(peers + askers) per item: one breadth-first search from all that hold it.
std::vector<measure::CopyRecord> look_at_copies(core::Time now,
                                                const std::vector<core::ItemId>& items,
                                                const Stores& stores, const Connections& askers,
                                                const std::vector<bool>& online);

/// Turns rows round: those that have a peer in their row become its row.
///
/// Shape:   rows ascending.
Connections reversed(const Connections& rows);

}  // namespace rippletank::overlay
