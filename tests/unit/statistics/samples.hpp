// Random samples whose means are known, and the error bar of a share of them.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/core/pinned_math.hpp"
#include "sim/core/random.hpp"

namespace rippletank::tests {

/// Draws from a standard normal distribution.
class Normal {
 public:
  explicit Normal(std::uint64_t seed) : stream_(seed, "test/normal") {}

  double next() { return core::normal_quantile(stream_.uniform_open()); }

  std::vector<double> sample(std::size_t n, double mean = 0, double sd = 1) {
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(mean + sd * next());
    return values;
  }

  /// x[i] = phi * x[i - 1] + a normal number, from the stationary distribution on, about `mean`.
  std::vector<double> autoregressive(std::size_t n, double phi, double mean = 0) {
    std::vector<double> values;
    double x = next() / std::sqrt(1 - phi * phi);
    for (std::size_t i = 0; i < n; ++i) {
      values.push_back(mean + x);
      x = phi * x + next();
    }
    return values;
  }

 private:
  core::Substream stream_;
};

/// The standard error of a share that is seen in so many trials.
inline double error_of_share(double share, std::size_t trials) {
  return std::sqrt(share * (1 - share) / static_cast<double>(trials));
}

}  // namespace rippletank::tests
