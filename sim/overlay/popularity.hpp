// Popularity: how often each item is asked for, relative to the others.
#pragma once

#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"

namespace rippletank::overlay {

/// The probability with which a query asks for each item.
///
/// Drawn by inversion, so that a draw takes one number whatever the model, and scenarios that
/// differ in an exponent draw alike.
///
/// Errors:  every maker takes 1 to 2^32 - 1 items.
/// Random:  one number a draw.
/// Cost:    600 bytes and below 100 ns a draw, however many items; with weights 8 bytes an item
///          and O(log items).
class Popularity {
 public:
  /// Every item alike.
  static Popularity uniform(core::ItemId items);
  /// Item i in proportion to (i + 1)^-exponent, for exponents of 0 to 100.
  static Popularity zipf(core::ItemId items, double exponent);
  /// In proportion to weights: finite, at least 0, and one of them above.
  static Popularity weighted(const std::vector<double>& weights);

  core::ItemId items() const { return items_; }

  /// The probability that a query asks for an item; their sum is 1.
  double probability(core::ItemId item) const;

  /// The first item by which the probabilities add up to p, 0 < p < 1.
  core::ItemId quantile(double p) const;

  core::ItemId draw(core::Substream& stream) const { return quantile(stream.uniform_open()); }

 private:
  struct Uniform {};
  struct Weighted {
    std::vector<double> cumulative;
  };
  using Model = std::variant<Uniform, core::ZipfSampler, Weighted>;

  Popularity(core::ItemId items, Model model) : items_(items), model_(std::move(model)) {}

  core::ItemId items_;
  Model model_;
};

}  // namespace rippletank::overlay
