// What happened at each hop, over several queries.
#pragma once

#include <vector>

#include "sim/measure/query_record.hpp"

namespace rippletank::measure {

/// Sums up hop by hop.
///
/// Shape:   [hop] up to the farthest of any query; [0] stays empty, and nothing comes of no queries.
std::vector<HopCount> hops_over_queries(const std::vector<QueryRecord>& queries);

}  // namespace rippletank::measure
