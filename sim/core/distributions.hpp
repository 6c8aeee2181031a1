// Distributions a scenario can ask for: their parameters, and drawing from them by inversion.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/core/random.hpp"

namespace rippletank::core {

// Each struct holds the parameters of one model, named as in a scenario. Locations and scales bear
// the unit of the key the distribution stands under; shapes, exponents, weights are pure numbers.

/// Always the same value.
struct Constant {
  static constexpr std::string_view name = "constant";
  double value = 0;
};

/// Every value between min and max equally likely; mean (min + max) / 2.
struct Uniform {
  static constexpr std::string_view name = "uniform";
  double min = 0;
  double max = 1;
};

/// P(X > x) = exp(-x / mean): waiting times between independent random events.
struct Exponential {
  static constexpr std::string_view name = "exponential";
  double mean = 1;
};

/// log X is normal with mean log(median) and standard deviation sigma.
struct Lognormal {
  static constexpr std::string_view name = "lognormal";
  double median = 1;
  double sigma = 1;
};

/// P(X > x) = exp(-(x / scale)^shape): shape 1 is exponential, below 1 has the longer tail.
struct Weibull {
  static constexpr std::string_view name = "weibull";
  double shape = 1;
  double scale = 1;
};

/// P(X > x) = (min / x)^shape for x >= min; with max, the same given X <= max (bounded Pareto).
/// Without max the mean is infinite for shape <= 1, the variance for shape <= 2.
struct Pareto {
  static constexpr std::string_view name = "pareto";
  double shape = 1;
  double min = 1;
  std::optional<double> max;
};

/// Ranks 1, 2, …, count with P(rank) proportional to rank^-exponent; exponent 0 is uniform.
struct Zipf {
  static constexpr std::string_view name = "zipf";
  double exponent = 1;
  std::uint32_t count = 1;
};

/// One of the values: equally likely, or in proportion to weights, or so that P(X <= values[i]) is
/// proportional to cumulative[i]. At most one of the two lists is given; with cumulative both it
/// and values ascend.
struct Empirical {
  static constexpr std::string_view name = "empirical";
  std::vector<double> values;
  std::vector<double> weights;
  std::vector<double> cumulative;
};

using DistributionModel =
    std::variant<Constant, Uniform, Exponential, Lognormal, Weibull, Pareto, Zipf, Empirical>;

/// A parameter that no distribution can have.
struct InvalidParameter {
  std::string field;    ///< its name; for an item of a list "weights/3", as in a JSON pointer
  std::string message;  ///< "expected more than 0, got -1"
};

/// Returns all that is wrong with the parameters of a model; empty if a Distribution can be made.
///
/// Besides each parameter's range it demands that every value that can be drawn is finite.
std::vector<InvalidParameter> find_invalid_parameters(const DistributionModel& model);

/// Returns the name of a model, as in a scenario.
std::string_view name_of(const DistributionModel& model) noexcept;

/// Throws std::invalid_argument that tells all of find_invalid_parameters(), if there is any.
void require_valid(const DistributionModel& model);

/// The sums 1 + 2^-s + … + n^-s (generalised harmonic numbers), for any n at once.
///
/// Errors:  relative error below 1e-14, for -1 <= s <= 100.
/// Cost:    O(1): the first 32 are tabulated, the Euler-Maclaurin formula gives the others.
/// Source:  DLMF 2.10.1.
class PowerSums {
 public:
  /// How many terms are added up one by one.
  static constexpr std::uint32_t tabulated = 32;

  /// A sum and its last term.
  struct Value {
    double sum;
    double term;
  };

  explicit PowerSums(double exponent) noexcept;

  /// Returns the sum of n terms and the last of them, n^-s; both 0 for n = 0.
  Value up_to(std::uint32_t n) const noexcept;

  double exponent() const noexcept { return exponent_; }

 private:
  Value end_correction(double n) const noexcept;

  double exponent_;
  double integral_scale_;
  double anchor_ = 0;
  std::array<Value, tabulated + 1> table_;
};

/// Draws ranks from a Zipf distribution, of one item or of many millions, without a table of them.
///
/// Shape:   ranks 1 … count; quantile(p) is the smallest rank whose cumulative probability is at
///          least p, as a full table would give but for the last digit of p.
/// Errors:  std::invalid_argument for parameters that find_invalid_parameters() objects to.
/// Random:  one number a draw.
/// Cost:    below 100 ns a draw and 600 bytes, whatever the count.
class ZipfSampler {
 public:
  explicit ZipfSampler(const Zipf& parameters);

  std::uint32_t sample(Substream& stream) const noexcept { return quantile(stream.uniform_open()); }
  std::uint32_t quantile(double p) const noexcept;

  /// Returns the probability of a rank; 0 for ranks outside 1 … count.
  double probability(std::uint32_t rank) const noexcept;

  /// Returns the probability that a rank is at most this one.
  double cumulative(std::uint32_t rank) const noexcept;

  double mean() const noexcept;
  std::uint32_t count() const noexcept { return count_; }

 private:
  std::uint32_t guess(double sum) const noexcept;

  PowerSums sums_;
  std::uint32_t count_;
  double total_;
  double guess_offset_;
};

/// Draws from a list of values by bisection in the table of their cumulative weights.
///
/// Errors:  std::invalid_argument for parameters that find_invalid_parameters() objects to.
/// Random:  one number a draw.
/// Cost:    O(log n) a draw; O(n log n) to make.
class EmpiricalSampler {
 public:
  explicit EmpiricalSampler(const Empirical& parameters);

  double quantile(double p) const noexcept;
  double mean() const noexcept;

 private:
  std::vector<double> values_;      // ascending, none of weight 0
  std::vector<double> cumulative_;  // sums of the weights up to each value
};

/// Draws from a bounded or unbounded Pareto distribution.
class ParetoSampler {
 public:
  explicit ParetoSampler(const Pareto& parameters) noexcept;

  double quantile(double p) const noexcept;
  double mean() const noexcept;

 private:
  Pareto parameters_;
  double log_ratio_;  // log(min / max)
  double covered_;    // 1 - (min / max)^shape
};

/// A random quantity: any model, ready to be drawn from.
///
/// Inversion throughout: sample(stream) is quantile(stream.uniform_open()), so that one draw takes
/// one number, whatever the model and its parameters. Scenarios that differ in a parameter only
/// thereby use common random numbers, draw for draw.
///
/// Errors:  std::invalid_argument for parameters that find_invalid_parameters() objects to.
/// Random:  one number a draw, of a constant too.
/// Cost:    about 5 (constant, uniform) to 80 ns (zipf) a draw, empirical O(log n); no allocation.
class Distribution {
 public:
  /// The constant 0.
  Distribution() = default;

  explicit Distribution(DistributionModel model);

  double sample(Substream& stream) const noexcept { return quantile(stream.uniform_open()); }

  /// Returns the smallest x with P(X <= x) >= p: the least value for p = 0, the greatest, which may
  /// be infinite, for p = 1, NaN outside [0, 1].
  double quantile(double p) const noexcept;

  /// Returns the mean, which may be infinite (pareto).
  double mean() const noexcept;

  /// Returns the least value that no draw falls below.
  double lower_bound() const noexcept { return quantile(0); }

  /// Returns the parameters it was made of.
  const DistributionModel& model() const noexcept { return model_; }

 private:
  using Sampler = std::variant<Constant, Uniform, Exponential, Lognormal, Weibull, ParetoSampler,
                               ZipfSampler, EmpiricalSampler>;

  static Sampler make_sampler(const DistributionModel& model);

  DistributionModel model_;
  Sampler sampler_;
};

}  // namespace rippletank::core
