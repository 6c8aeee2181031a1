// Residual life: how long what goes on at a moment chosen blindly will still go on.
#pragma once

#include <variant>

#include "sim/core/distributions.hpp"
#include "sim/core/random.hpp"

namespace rippletank::core {

/// The equilibrium residual of a span of time: what is left at a random moment of the span that is
/// then going on. Long spans are met more often, in proportion to their length, and each moment of
/// them is as likely: a span from the length-biased distribution times a uniform number. No density
/// is needed and nothing is inverted numerically, so it is exact for every model.
///
/// The length-biased distribution of each model is known: that of a weibull is scale times the
/// (1/shape)-th power of a gamma variable of 1 + 1/shape; the median of a lognormal grows by
/// exp(sigma^2); the shape of a pareto and the exponent of a zipf fall by one; the weights of an
/// empirical one are multiplied by its values; an exponential one becomes the sum of two.
///
/// Errors:  std::invalid_argument where may_have_residual() is false.
/// Random:  two numbers, or, of a weibull, six in the mean.
/// Cost:    as a draw of the distribution, O(1) or O(log n).
/// Source:  Feller, An Introduction to Probability Theory and Its Applications II, sections I.4 and
///          XI.4.
class ResidualLife {
 public:
  explicit ResidualLife(const Distribution& spans);

  double sample(Substream& stream) const;

 private:
  /// Quantiles of the length-biased distribution of a model with closed inverse.
  struct BiasedUniform {
    double min_squared;
    double max_squared;
  };
  struct BiasedExponential {
    double mean;
  };
  struct BiasedLognormal {
    double median;  ///< of the spans; that of the length-biased ones is exp(sigma^2) times it
    double sigma;
  };
  struct BiasedWeibull {
    double shape;
    double scale;
  };
  struct BiasedPareto {
    double min;
    double log_ratio;  ///< of greatest to least
    double shape;      ///< less one; none of an unbounded one is 0 or less
    bool is_bounded;
  };
  struct RisingRanks {
    double exponent;  ///< 0 to 1: how fast the weight of ranks grows
    double count;
  };
  using Spans =
      std::variant<Constant, BiasedUniform, BiasedExponential, BiasedLognormal, BiasedWeibull,
                   BiasedPareto, ZipfSampler, RisingRanks, EmpiricalSampler>;

  static Spans biased(const DistributionModel& model);
  static double draw(const Constant& spans, Substream& stream);
  static double draw(const BiasedUniform& spans, Substream& stream);
  static double draw(const BiasedExponential& spans, Substream& stream);
  static double draw(const BiasedLognormal& spans, Substream& stream);
  static double draw(const BiasedWeibull& spans, Substream& stream);
  static double draw(const BiasedPareto& spans, Substream& stream);
  static double draw(const ZipfSampler& spans, Substream& stream);
  static double draw(const RisingRanks& spans, Substream& stream);
  static double draw(const EmpiricalSampler& spans, Substream& stream);

  Spans spans_;
};

/// Whether spans of time have an equilibrium: none is negative, and their mean is neither infinite
/// nor 0.
bool may_have_residual(const Distribution& spans);

/// Draws a gamma variable of scale 1.
///
/// Errors:  shape at least 1.
/// Random:  about four numbers in the mean.
/// Source:  Marsaglia & Tsang, "A simple method for generating gamma variables", ACM Transactions
///          on Mathematical Software 26(3), 2000.
double gamma_variable(double shape, Substream& stream);

}  // namespace rippletank::core
