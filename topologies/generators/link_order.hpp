// The order in which every generator hands out its links.
#pragma once

#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// Turns every link so that `from` < `to`, sorts by (from, to) and drops repeats.
///
/// Shape:   no self-links may be among them.
/// Cost:    O(n + m log degree) time, 4(n + m) bytes; only O(m) time if all is in order already.
void put_in_order(std::vector<Link>& links, NodeId node_count);

}  // namespace rippletank::topologies
