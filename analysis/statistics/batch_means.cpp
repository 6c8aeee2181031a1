// Means of non-overlapping batches, and whether neighbours still depend on each other.
#include "analysis/statistics/batch_means.hpp"

#include <cmath>

#include "analysis/statistics/description.hpp"
#include "analysis/statistics/sums.hpp"

namespace rippletank::statistics {
namespace {

/// 95 % of a standard normal distribution lie below.
constexpr double one_sided = 1.6448536269514722;

/// How alike neighbours are, from -1 to 1, about 0 if independent: 1 less half of von Neumann's
/// ratio of squared steps to squared differences from the mean.
double likeness_of_neighbours(const std::vector<double>& means, double center) {
  double steps = 0;
  for (std::size_t i = 1; i < means.size(); ++i) {
    steps += (means[i] - means[i - 1]) * (means[i] - means[i - 1]);
  }
  return 1 - steps / (2 * squared_differences(means, center));
}

/// The estimate that the test of likeness corrects: the correlation of neighbours.
double correlation_of_neighbours(const std::vector<double>& means, double center) {
  double products = 0;
  for (std::size_t i = 1; i < means.size(); ++i) {
    products += (means[i] - center) * (means[i - 1] - center);
  }
  return products / squared_differences(means, center);
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
  std::vector<double> means;
  auto first = series.end() - static_cast<std::ptrdiff_t>(result.batches * result.batch_size);
  for (std::size_t batch = 0; batch < result.batches; ++batch) {
    const auto end = first + static_cast<std::ptrdiff_t>(result.batch_size);
    means.push_back(mean({first, end}));
    first = end;
  }
  const Description of_means = describe(means, level);
  const auto n = static_cast<double>(result.batches);
  result.mean = of_means.mean;
  result.standard_error = *of_means.sd / std::sqrt(n);
  result.half_width = of_means.half_width;
  if (*of_means.min == *of_means.max) {
    result.warnings.push_back(Warning::constant);
    return result;
  }
  result.lag_1 = correlation_of_neighbours(means, *of_means.mean);
  const double likeness = likeness_of_neighbours(means, *of_means.mean);
  if (likeness > one_sided * std::sqrt((n - 2) / (n * n - 1))) {
    result.warnings.push_back(Warning::correlated_batches);
  }
  return result;
}

}  // namespace rippletank::statistics
