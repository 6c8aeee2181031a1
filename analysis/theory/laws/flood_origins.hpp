// What laws of floods share: the origins that can be followed, and means over their queries.
#pragma once

#include <vector>

#include "analysis/theory/floods.hpp"
#include "analysis/theory/subject.hpp"

namespace rippletank::theory {

/// Floods from each origin, or from as many as a few seconds allow, those with the smallest
/// numbers, and the means over their queries.
struct FloodsFollowed {
  std::vector<FloodFrom> floods;  ///< [origin], of the first ones
  bool all = true;                ///< whether every origin is among them
  bool any_cut = false;           ///< whether a TTL ended one
  double queries = 0;
  FloodCount mean;

  FloodsFollowed(const Subject& subject, const FloodRules& rules) {
    constexpr double affordable_steps = 3e8;
    const double steps = subject.peers() + 2 * subject.links() + 1;
    for (const Origin& origin : subject.origins()) {
      if (static_cast<double>(floods.size()) * steps > affordable_steps) {
        all = false;
        break;
      }
      const FloodFrom flood = flood_from(subject.rows(), origin.peer, rules);
      floods.push_back(flood);
      last_ = origin.peer;
      any_cut = any_cut || flood.is_cut;
      queries += origin.queries;
      mean.reach += origin.queries * flood.count.reach;
      mean.copies += origin.queries * flood.count.copies;
    }
    mean.reach /= queries;
    mean.copies /= queries;
  }

  /// Whether a query is one of those followed.
  bool has(const measure::QueryRecord& query) const { return query.origin <= last_; }

 private:
  core::PeerId last_ = 0;
};

}  // namespace rippletank::theory
