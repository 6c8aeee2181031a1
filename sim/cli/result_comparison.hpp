// ResultComparison: the numbers of two results side by side, and how surely they differ.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/metric_comparison.hpp"
#include "sim/cli/stored_result.hpp"

namespace rippletank::cli {

/// What is compared under the same circumstances.
struct GroupComparison {
  std::vector<std::pair<std::string, std::string>> at;  ///< varied column, value; of sweeps only
  std::string what;                                     ///< "20 runs each, in pairs of equal seed"
  std::vector<MetricComparison> metrics;
};

struct ResultComparison {
  StoredResult a;
  StoredResult b;
  std::vector<GroupComparison> groups;
  std::vector<std::string> notes;  ///< for people: what was left out, and why

  /// How many metrics were compared with an interval, those alike not counted, and how many of
  /// these intervals leave out 0.
  std::pair<std::size_t, std::size_t> differing() const;
};

/// Compares two results of one kind; of these metrics, or of all that both have.
///
/// Errors:  InputError for results of different kinds, of sweeps that vary different things, and
///          for metrics that are not in both.
/// Cost:    O(cells of both tables).
ResultComparison compare_results(StoredResult a, StoredResult b,
                                 const std::vector<std::string>& metrics);

}  // namespace rippletank::cli
