// Results: the tables of a sweep, made from its store.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "analysis/statistics/description.hpp"
#include "sim/sweep/outline.hpp"
#include "sim/sweep/store.hpp"
#include "sim/sweep/survey.hpp"

namespace rippletank::sweep {

/// A measure of the values of one point's runs.
struct Group {
  std::size_t metric = 0;  ///< in Results::metrics
  statistics::Description sample;
  std::vector<double> ascending;
};

/// The runs of one point as far as they are there.
struct PointResults {
  std::uint64_t runs = 0;
  std::uint64_t failed = 0;
  std::vector<Group> groups;  ///< in the order of the metrics
};

/// What there is of a sweep. Depends on its outline and on the runs in the store only, neither on
/// their order nor on who has played them.
struct Results {
  std::vector<Definition> metrics;  ///< headline numbers, then figures of protocols
  std::vector<PointResults> points;

  std::uint64_t runs() const;
  std::uint64_t failed() const;
};

/// Writes runs.csv, a row per run that is there, and gathers the rest on the way.
///
/// Cost:    two passes over the runs; memory for the numbers of one point, and for all groups.
/// Errors:  DatabaseError, std::system_error.
Results write_runs(const Outline& outline, const Store& store, const Shard& shard,
                   const std::filesystem::path& file);

void write_groups(const Outline& outline, const Results& results,
                  const std::filesystem::path& file);

/// Counts, axes, definitions and where they come from.
registry::Json summary_json(const Outline& outline, const Results& results);

/// A table of the points for a terminal of 80 columns.
std::string summary_text(const Outline& outline, const Results& results);

}  // namespace rippletank::sweep
