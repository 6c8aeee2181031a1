// Variances of distributions, in closed form.
#include "analysis/theory/spread.hpp"

#include "sim/core/pinned_math.hpp"

namespace rippletank::theory {
namespace {

/// The mean of the square divided by the square of the mean.
struct SquareRatio {
  using Result = std::optional<double>;

  Result operator()(const core::Constant& model) const {
    return model.value == 0 ? Result() : Result(1);
  }
  Result operator()(const core::Uniform& model) const {
    const double mean = (model.min + model.max) / 2;
    if (mean == 0) return {};
    const double width = model.max - model.min;
    return 1 + width * width / 12 / (mean * mean);
  }
  Result operator()(const core::Exponential&) const { return 2; }
  Result operator()(const core::Lognormal& model) const {
    return core::exp(model.sigma * model.sigma);
  }
  Result operator()(const core::Weibull& model) const {
    const double mean = core::gamma(1 + 1 / model.shape);
    return core::gamma(1 + 2 / model.shape) / (mean * mean);
  }
  Result operator()(const core::Pareto& model) const {
    if (model.max || model.shape <= 2) return {};
    const double mean = model.shape / (model.shape - 1);
    return model.shape / (model.shape - 2) / (mean * mean);
  }
  Result operator()(const core::Zipf&) const { return {}; }
  Result operator()(const core::Empirical&) const { return {}; }
};

}  // namespace

std::optional<double> relative_variance(const core::Distribution& quantity) {
  const std::optional<double> ratio = std::visit(SquareRatio{}, quantity.model());
  if (!ratio) return {};
  return *ratio - 1;
}

}  // namespace rippletank::theory
