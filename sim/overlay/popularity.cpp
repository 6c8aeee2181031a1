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

Popularity Popularity::zipf(core::ItemId items, double exponent, core::ItemId head_items) {
  RIPPLETANK_CHECK(head_items >= 1 && head_items <= items, "a head that is no part of the items");
  core::ZipfSampler zipf({exponent, items});
  const double head_item = zipf.probability(head_items);
  const double head = head_items * head_item;
  const double skipped = zipf.cumulative(head_items);
  return {items, FlatHead{zipf, head_items, head_item, head, skipped, head + (1 - skipped)}};
}

Popularity Popularity::weighted(const std::vector<double>& weights) {
  std::vector<double> cumulative;
  cumulative.reserve(weights.size());
  double sum = 0;
  for (const double weight : weights) cumulative.push_back(sum += weight);
  RIPPLETANK_CHECK(sum > 0 && std::isfinite(sum), "a popularity needs weights");
  return {static_cast<core::ItemId>(weights.size()), Weighted{std::move(cumulative)}};
}

double Popularity::probability(core::ItemId item) const {
  if (const auto* flat = std::get_if<FlatHead>(&model_)) {
    return flat->zipf.probability(std::max(item + 1, flat->head_items)) / flat->total;
  }
  if (const auto* weighted = std::get_if<Weighted>(&model_)) {
    const std::vector<double>& sums = weighted->cumulative;
    return (sums[item] - (item == 0 ? 0 : sums[item - 1])) / sums.back();
  }
  return 1.0 / items_;
}

core::ItemId Popularity::quantile(double p) const {
  if (const auto* flat = std::get_if<FlatHead>(&model_)) {
    const double reached = p * flat->total;
    if (reached <= flat->head) {
      const double item = std::ceil(reached / flat->head_item) - 1;
      return std::min(static_cast<core::ItemId>(std::max(item, 0.0)), flat->head_items - 1);
    }
    const double in_tail = reached - flat->head + flat->skipped;
    const std::uint32_t rank = flat->zipf.quantile(std::min(in_tail, 1.0));
    return std::min(std::max(rank, flat->head_items + 1), items_) - 1;
  }
  if (const auto* weighted = std::get_if<Weighted>(&model_)) {
    const std::vector<double>& sums = weighted->cumulative;
    const auto found = std::lower_bound(sums.begin(), sums.end(), p * sums.back());
    return static_cast<core::ItemId>(found - sums.begin());
  }
  return std::min(static_cast<core::ItemId>(std::ceil(p * items_)), items_) - 1;
}

}  // namespace rippletank::overlay
