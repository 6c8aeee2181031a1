// What one long run says of the time after its warm-up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/statistics/steady_state.hpp"
#include "sim/registry/json.hpp"
#include "sim/run/query_measures.hpp"
#include "sim/run/run.hpp"

namespace rippletank::run {

/// A measure over the queries that have it, in the order of their start.
struct SteadyMeasure {
  const QueryMeasure* measure = nullptr;
  statistics::SteadyState found;
  std::optional<core::Time> from;  ///< start of the first query that is not left out
};

/// One for each of query_measures().
///
/// Cost:    O(queries).
std::vector<SteadyMeasure> steady_measures(const Outcome& outcome);

/// What `steady_state` is in summary.json.
inline constexpr const char* steady_state_definition =
    "Of each measure per query, over the queries that have it in the order of their start: where "
    "its warm-up ends by MSER-5 (queries_left_out, and from_s, when the first of the others "
    "started), the mean of the others and half_width_95, the half-width of its 95 % interval, by "
    "means of batches of equal length, for which up to 19 more are left out; lag_1 is the "
    "correlation of neighbouring tenths of batches: above 0.4 batches depend on each other. Null "
    "where there is no interval; warnings say why, or why to doubt it.";

/// By the name of each measure; null for one that no query has.
registry::Json steady_state_json(const Outcome& outcome);

/// The same for a terminal of 80 columns.
std::string steady_state_text(const Outcome& outcome);

}  // namespace rippletank::run
