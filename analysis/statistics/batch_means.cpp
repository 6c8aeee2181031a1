// Means of non-overlapping batches, and whether neighbours still depend on each other.
#include "analysis/statistics/batch_means.hpp"

#include <cmath>

#include "analysis/statistics/description.hpp"
#include "analysis/statistics/sums.hpp"

namespace rippletank::statistics {
namespace {

/// The means of so many batches of equal length at the end of a series.
std::vector<double> means_of_batches(const std::vector<double>& series, std::size_t batches) {
  const auto size = static_cast<std::ptrdiff_t>(series.size() / batches);
  auto first = series.end() - static_cast<std::ptrdiff_t>(batches) * size;
  std::vector<double> means;
  for (std::size_t batch = 0; batch < batches; ++batch) {
    means.push_back(mean({first, first + size}));
    first += size;
  }
  return means;
}

/// Nothing if all are equal.
std::optional<double> correlation_of_neighbours(const std::vector<double>& values) {
  const double center = mean(values);
  const double squares = squared_differences(values, center);
  if (squares == 0) return {};
  double products = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    products += (values[i] - center) * (values[i - 1] - center);
  }
  return products / squares;
}

}  // namespace

std::optional<MeanEstimate> BatchMeans::estimate() const {
  if (!mean || !standard_error) return {};
  return MeanEstimate{*mean, *standard_error, static_cast<double>(batches - 1)};
}

BatchMeans batch_means(const std::vector<double>& series, double level) {
  BatchMeans result;
  const Description whole = describe(series, level);
  if (series.size() < usual_batches * least_batch || !whole.mean) {
    result.mean = whole.mean;
    result.warnings.push_back(whole.mean ? Warning::too_short : whole.warnings.front());
    return result;
  }
  result.batches = usual_batches;
  result.batch_size = series.size() / usual_batches;
  const Description of_means = describe(means_of_batches(series, usual_batches), level);
  result.mean = of_means.mean;
  result.standard_error = *of_means.sd / std::sqrt(static_cast<double>(usual_batches));
  result.half_width = of_means.half_width;
  result.lag_1 = correlation_of_neighbours(means_of_batches(series, 10 * usual_batches));
  if (*of_means.min == *of_means.max) result.warnings.push_back(Warning::constant);
  if (result.lag_1 > most_correlation) result.warnings.push_back(Warning::correlated_batches);
  return result;
}

}  // namespace rippletank::statistics
