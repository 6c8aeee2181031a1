// Failures table: what failed, what it left, and how the network came through.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "sim/run/run.hpp"

namespace rippletank::run {

/// Queries that started in a span of time, and those of them that were answered.
struct QueryShare {
  std::uint64_t queries = 0;
  std::uint64_t answered = 0;
};

/// Queries before, during and after a failure: as long before and after it as it lasted, within the
/// run and after its warm-up; one that lasts for good lasts until the end.
struct QueriesAround {
  QueryShare before;
  QueryShare during;
  QueryShare after;
};

/// Of each incident that is a failure, in their order; nothing of a repair.
///
/// Cost:    O(queries + incidents log queries).
std::vector<std::optional<QueriesAround>> queries_around(const Outcome& outcome,
                                                         core::Time warm_up);

/// How long after each incident the largest component first had again 99 % of the share of the
/// peers online that it had before, as seen after incidents and at the ends of bins; 0 if it never
/// had less, nothing of repairs, and if it was not seen again.
///
/// Cost:    O((incidents + bins) log (incidents + bins)).
std::vector<std::optional<core::Time>> times_to_recover(const IncidentRecord& record,
                                                        core::Time bin);

/// Writes a row for each failure and repair of the run; no table if nothing was to fail.
void write_failures(const scenario::Scenario& scenario, const Outcome& outcome,
                    const std::filesystem::path& file);

}  // namespace rippletank::run
