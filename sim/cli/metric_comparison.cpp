// Compares one metric of two results.
#include "sim/cli/metric_comparison.hpp"

#include <cmath>
#include <utility>

#include "analysis/statistics/batch_means.hpp"
#include "analysis/statistics/sums.hpp"
#include "analysis/statistics/warm_up.hpp"
#include "sim/run/query_measures.hpp"

namespace rippletank::cli {
namespace {

using statistics::Warning;

/// The numbers of a metric: of pairs those that have both.
struct Numbers {
  std::vector<double> a;
  std::vector<double> b;
};

Numbers numbers_of(const StoredResult& a, const StoredResult& b, const Rivals& rivals,
                   const std::string& metric) {
  const std::vector<double>& of_a = a.numbers.at(metric);
  const std::vector<double>& of_b = b.numbers.at(metric);
  Numbers numbers;
  if (rivals.in_pairs) {
    for (std::size_t i = 0; i < rivals.a.size(); ++i) {
      const double value_a = of_a[rivals.a[i]];
      const double value_b = of_b[rivals.b[i]];
      if (std::isnan(value_a) || std::isnan(value_b)) continue;
      numbers.a.push_back(value_a);
      numbers.b.push_back(value_b);
    }
    return numbers;
  }
  for (const std::size_t row : rivals.a) {
    if (!std::isnan(of_a[row])) numbers.a.push_back(of_a[row]);
  }
  for (const std::size_t row : rivals.b) {
    if (!std::isnan(of_b[row])) numbers.b.push_back(of_b[row]);
  }
  return numbers;
}

std::size_t one_sided_pairs(const StoredResult& a, const StoredResult& b, const Rivals& rivals,
                            const std::string& metric) {
  if (!rivals.in_pairs) return 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < rivals.a.size(); ++i) {
    const bool in_a = !std::isnan(a.numbers.at(metric)[rivals.a[i]]);
    const bool in_b = !std::isnan(b.numbers.at(metric)[rivals.b[i]]);
    if (in_a != in_b) ++count;
  }
  return count;
}

/// Independent values: runs.
void compare_runs(const Numbers& numbers, bool in_pairs, MetricComparison& result) {
  result.method = in_pairs ? Method::pairs : Method::samples;
  result.found = in_pairs ? statistics::compare_pairs(numbers.a, numbers.b)
                          : statistics::compare_samples(numbers.a, numbers.b);
}

bool settles(const std::vector<double>& series) {
  const auto warm_up = statistics::mser_5(series);
  return !warm_up || warm_up->over;
}

void set_interval(const std::optional<double>& half_width, const std::optional<double>& freedom,
                  std::vector<Warning> warnings, statistics::Difference& found) {
  found.half_width = half_width;
  found.freedom = freedom;
  found.warnings = std::move(warnings);
}

void compare_pairs_of_queries(const Numbers& numbers, MetricComparison& result) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < numbers.a.size(); ++i) {
    differences.push_back(numbers.b[i] - numbers.a[i]);
  }
  const statistics::BatchMeans batches = statistics::batch_means(differences);
  if (!batches.half_width) return;
  result.method = Method::pair_batches;
  if (settles(differences)) {
    set_interval(batches.half_width, batches.estimate()->freedom, batches.warnings, result.found);
  } else {
    set_interval({}, {}, {Warning::warm_up_not_over}, result.found);
  }
}

/// Means over all values, as headline numbers are, with intervals by batches.
void compare_series(const Numbers& numbers, bool in_pairs, MetricComparison& result) {
  compare_runs(numbers, in_pairs, result);
  if (!result.found.difference) return;
  if (in_pairs) return compare_pairs_of_queries(numbers, result);
  const statistics::BatchMeans of_a = statistics::batch_means(numbers.a);
  const statistics::BatchMeans of_b = statistics::batch_means(numbers.b);
  if (!of_a.half_width || !of_b.half_width) return;
  result.method = Method::batches;
  if (!settles(numbers.a) || !settles(numbers.b)) {
    return set_interval({}, {}, {Warning::warm_up_not_over}, result.found);
  }
  const statistics::Difference found = statistics::compare_means(
      {statistics::mean(numbers.a), *of_a.standard_error, of_a.estimate()->freedom},
      {statistics::mean(numbers.b), *of_b.standard_error, of_b.estimate()->freedom});
  std::vector<Warning> warnings = found.warnings;
  if (statistics::has(of_a.warnings, Warning::correlated_batches) ||
      statistics::has(of_b.warnings, Warning::correlated_batches)) {
    warnings.push_back(Warning::correlated_batches);
  }
  set_interval(found.half_width, found.freedom, std::move(warnings), result.found);
}

}  // namespace

const char* name(Method method) {
  switch (method) {
    case Method::pairs:
      return "pairs";
    case Method::samples:
      return "samples";
    case Method::pair_batches:
      return "pair_batches";
    case Method::batches:
      return "batches";
    case Method::single:
      break;
  }
  return "single";
}

bool MetricComparison::is_alike() const {
  if (n_a == 0 && n_b == 0) return true;
  if (found.difference != 0.0) return false;
  return (n_a == 1 && n_b == 1) || found.half_width == 0.0;
}

MetricComparison compare_metric(const StoredResult& a, const StoredResult& b, const Rivals& rivals,
                                const std::string& metric) {
  Rivals used = rivals;
  Numbers numbers = numbers_of(a, b, used, metric);
  if (rivals.in_pairs && numbers.a.empty()) {
    used.in_pairs = false;
    numbers = numbers_of(a, b, used, metric);
  }
  MetricComparison result;
  result.metric = metric;
  result.n_a = numbers.a.size();
  result.n_b = numbers.b.size();
  result.one_sided = one_sided_pairs(a, b, rivals, metric);
  if (a.kind == ResultKind::run) {
    compare_series(numbers, used.in_pairs, result);
    for (const run::QueryMeasure& measure : run::query_measures()) {
      if (measure.name != metric) continue;
      result.unit = measure.unit;
      result.definition = measure.definition();
    }
  } else {
    compare_runs(numbers, used.in_pairs, result);
    result.unit = a.about(metric, "unit");
    result.definition = a.about(metric, "definition");
  }
  return result;
}

}  // namespace rippletank::cli
