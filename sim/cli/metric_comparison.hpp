// MetricComparison: one metric of two results, with what is known of its difference.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/statistics/comparison.hpp"
#include "sim/cli/stored_result.hpp"

namespace rippletank::cli {

/// How a difference and its interval were found.
enum class Method {
  pairs,         ///< of runs with the same number and seed, or of the same queries
  samples,       ///< of independent values, after Welch
  pair_batches,  ///< of the same queries of two runs, by batch means of their differences
  batches,       ///< of the queries of two runs, by batch means of each
  single         ///< one value each: there is no interval
};

/// As JSON has it.
const char* name(Method method);

/// One metric of A and of B.
struct MetricComparison {
  std::string metric;
  std::string unit;
  std::string definition;
  Method method = Method::single;
  std::size_t n_a = 0;  ///< values that were used; of pairs the same on both sides
  std::size_t n_b = 0;
  std::size_t one_sided = 0;  ///< pairs that have a value in A or in B only
  statistics::Difference found;

  /// Whether there is nothing to see: the same value everywhere in A and in B, or none.
  bool is_alike() const;
};

/// Rows of A and of B that are compared; one by one if they belong together.
struct Rivals {
  std::vector<std::size_t> a;
  std::vector<std::size_t> b;
  bool in_pairs = false;
};

/// Compares a column of two tables, from runs.csv or from queries.csv.
///
/// Runs are independent values. Queries of one run depend on each other: there intervals come from
/// batch means, and there is none while MSER-5 sees no end of a warm-up; only below 200 queries
/// they are taken for independent. Missing cells are left out, of pairs with their partner.
///
/// Shape:   both have the metric.
/// Cost:    O(rows).
MetricComparison compare_metric(const StoredResult& a, const StoredResult& b, const Rivals& rivals,
                                const std::string& metric);

}  // namespace rippletank::cli
