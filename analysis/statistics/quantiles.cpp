// Finds quantiles and the ranks around them.
#include "analysis/statistics/quantiles.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/sums.hpp"
#include "sim/core/check.hpp"

namespace rippletank::statistics {
namespace {

/// P(B = k) for k = 0 … n of a binomial B, from the mode to both sides: powers of the probability
/// would need the logarithms of the machine, and vanish for large n.
std::vector<double> binomial(std::size_t n, double probability) {
  std::vector<double> weights(n + 1);
  const double odds = probability / (1 - probability);
  const auto size = static_cast<double>(n);
  const auto mode = static_cast<std::size_t>(probability * size);
  weights[mode] = 1;
  for (std::size_t k = mode; k < n; ++k) {
    const auto below = static_cast<double>(k);
    weights[k + 1] = weights[k] * (size - below) / (below + 1) * odds;
  }
  for (std::size_t k = mode; k > 0; --k) {
    const auto above = static_cast<double>(k);
    weights[k - 1] = weights[k] * above / (size - above + 1) / odds;
  }
  const double total = sum(weights);
  for (double& weight : weights) weight /= total;
  return weights;
}

void check_order(const std::vector<double>& ascending) {
  RIPPLETANK_CHECK(all_finite(ascending), "quantiles are those of finite numbers");
  RIPPLETANK_CHECK(std::is_sorted(ascending.begin(), ascending.end()), "values must ascend");
}

}  // namespace

std::optional<double> quantile(const std::vector<double>& ascending, double probability) {
  check_order(ascending);
  RIPPLETANK_CHECK(probability >= 0 && probability <= 1, "a probability lies from 0 to 1");
  if (ascending.empty()) return {};
  const double place = static_cast<double>(ascending.size() - 1) * probability;
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= ascending.size()) return ascending.back();
  const double part = place - static_cast<double>(below);
  // Unlike a + part * (b - a), this never overflows; the bounds keep equal values what they are.
  const double between = ascending[below] * (1 - part) + ascending[below + 1] * part;
  return std::clamp(between, ascending[below], ascending[below + 1]);
}

std::optional<Ranks> quantile_ranks(std::size_t n, double probability, double level) {
  RIPPLETANK_CHECK(probability > 0 && probability < 1, "such a quantile has no two sides");
  RIPPLETANK_CHECK(level > 0 && level < 1, "a confidence lies between 0 and 1");
  const double tail = (1 - level) / 2;
  const std::vector<double> chance = binomial(n, probability);
  // Fewer than `low` values below the quantile, or `high` and more, are as unlikely as asked for.
  std::size_t low = 0;
  double below = 0;
  while (low < n && below + chance[low] <= tail) below += chance[low++];
  std::size_t high = n + 1;
  double above = 0;
  while (high > 1 && above + chance[high - 1] <= tail) above += chance[--high];
  if (low == 0 || high == n + 1 || low >= high) return {};
  return Ranks{low, high, 1 - below - above};
}

std::optional<Interval> quantile_interval(const std::vector<double>& ascending, double probability,
                                          double level) {
  check_order(ascending);
  const std::optional<Ranks> ranks = quantile_ranks(ascending.size(), probability, level);
  if (!ranks) return {};
  return Interval{ascending[ranks->low - 1], ascending[ranks->high - 1]};
}

}  // namespace rippletank::statistics
