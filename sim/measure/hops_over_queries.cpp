// Sums hops up over queries.
#include "sim/measure/hops_over_queries.hpp"

#include <algorithm>

namespace rippletank::measure {

std::vector<HopCount> hops_over_queries(const std::vector<QueryRecord>& queries) {
  std::vector<HopCount> all;
  for (const QueryRecord& query : queries) {
    all.resize(std::max(all.size(), query.hops.size()));
    for (std::size_t hop = 0; hop < query.hops.size(); ++hop) all[hop] += query.hops[hop];
  }
  return all;
}

}  // namespace rippletank::measure
