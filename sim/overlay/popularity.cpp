// Draws items by their popularity.
#include "sim/overlay/popularity.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::overlay {

Popularity Popularity::uniform(core::ItemId items) {
  RIPPLETANK_CHECK(items > 0, "a popularity of no items");
  return {items, Uniform{}};
}

Popularity Popularity::zipf(core::ItemId items, double exponent) {
  return {items, core::ZipfSampler({exponent, items})};
}

Popularity Popularity::weighted(const std::vector<double>& weights) {
  const double largest = weights.empty() ? 0 : *std::max_element(weights.begin(), weights.end());
  RIPPLETANK_CHECK(largest > 0 && std::isfinite(largest), "a popularity needs a weight");
  // Scaled, without rounding, to a largest weight of 1 to 2: sums of weights as large or as small
  // as numbers go would overflow, or be 0 once a fraction of them is taken.
  const int scale = -std::ilogb(largest);
  std::vector<double> cumulative;
  cumulative.reserve(weights.size());
  double sum = 0;
  for (const double weight : weights) cumulative.push_back(sum += std::ldexp(weight, scale));
  return {static_cast<core::ItemId>(weights.size()), Weighted{std::move(cumulative)}};
}

double Popularity::probability(core::ItemId item) const {
  if (const auto* zipf = std::get_if<core::ZipfSampler>(&model_))
    return zipf->probability(item + 1);
  if (const auto* weighted = std::get_if<Weighted>(&model_)) {
    const std::vector<double>& sums = weighted->cumulative;
    return (sums[item] - (item == 0 ? 0 : sums[item - 1])) / sums.back();
  }
  return 1.0 / items_;
}

core::ItemId Popularity::quantile(double p) const {
  if (const auto* zipf = std::get_if<core::ZipfSampler>(&model_)) return zipf->quantile(p) - 1;
  if (const auto* weighted = std::get_if<Weighted>(&model_)) {
    const std::vector<double>& sums = weighted->cumulative;
    const auto found = std::lower_bound(sums.begin(), sums.end(), p * sums.back());
    return static_cast<core::ItemId>(found - sums.begin());
  }
  return std::min(static_cast<core::ItemId>(std::ceil(p * items_)), items_) - 1;
}

}  // namespace rippletank::overlay
