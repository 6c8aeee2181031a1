// Tables: the popularity of items and their holders, from CSV files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/overlay/content.hpp"
#include "sim/overlay/item_names.hpp"
#include "sim/workload/peer_names.hpp"

namespace rippletank::workload {

struct PopularityTable {
  overlay::ItemNames names;
  std::vector<double> weights;  ///< finite, at least 0, one of them above
};

/// Items and weights, columns item and weight; items in the order of their rows.
///
/// Errors:  InputError naming file and line: weights that are none, items that come twice.
PopularityTable parse_popularity(std::string_view text, const std::string& file);

/// Who holds what, columns item and peer, in any order.
///
/// `names_are_open`: the file itself says which items there are, in the order in which it first
/// names them; otherwise each must be among `names`, and one that is missing in the file has no
/// holders.
///
/// Errors:  InputError naming file and line: items and peers that are not there, a copy that is
///          told twice, and a table without rows that should name the items.
/// Cost:    O(c log c) for c copies.
overlay::HolderRows parse_holders(std::string_view text, const std::string& file,
                                  const PeerNames& peers, overlay::ItemNames& names,
                                  bool names_are_open);

}  // namespace rippletank::workload
