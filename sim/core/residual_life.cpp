// Draws spans of time in proportion to their length.
#include "sim/core/residual_life.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "sim/core/pinned_math.hpp"

namespace rippletank::core {

bool may_have_residual(const Distribution& spans) {
  const double mean = spans.mean();
  return spans.lower_bound() >= 0 && std::isfinite(mean) && mean > 0;
}

double gamma_variable(double shape, Substream& stream) {
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = normal_quantile(stream.uniform_open());
    const double root = 1 + c * x;
    const double u = stream.uniform_open();
    if (root <= 0) continue;
    const double v = root * root * root;
    if (log(u) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
  }
}

ResidualLife::ResidualLife(const Distribution& spans) : spans_(Constant{}) {
  if (!may_have_residual(spans)) {
    throw std::invalid_argument(
        "only spans of time with a finite mean, more than 0, have an equilibrium");
  }
  spans_ = biased(spans.model());
}

namespace {

/// Divides by the greatest, so that products stay finite.
void scale_down(std::vector<double>& numbers) {
  const double greatest = *std::max_element(numbers.begin(), numbers.end());
  for (double& number : numbers) number /= greatest;
}

EmpiricalSampler biased_empirical(const Empirical& model) {
  Empirical weighted{model.values, model.weights, {}};
  if (!model.cumulative.empty()) {
    std::adjacent_difference(model.cumulative.begin(), model.cumulative.end(),
                             std::back_inserter(weighted.weights));
  }
  weighted.weights.resize(model.values.size(), 1);
  std::vector<double> lengths = model.values;
  scale_down(lengths);
  scale_down(weighted.weights);
  for (std::size_t i = 0; i < lengths.size(); ++i) weighted.weights[i] *= lengths[i];
  return EmpiricalSampler(weighted);
}

}  // namespace

ResidualLife::Spans ResidualLife::biased(const DistributionModel& model) {
  if (const auto* constant = std::get_if<Constant>(&model)) return *constant;
  if (const auto* uniform = std::get_if<Uniform>(&model)) {
    return BiasedUniform{uniform->min * uniform->min, uniform->max * uniform->max};
  }
  if (const auto* exponential = std::get_if<Exponential>(&model)) {
    return BiasedExponential{exponential->mean};
  }
  if (const auto* lognormal = std::get_if<Lognormal>(&model)) {
    return BiasedLognormal{lognormal->median, lognormal->sigma};
  }
  if (const auto* weibull = std::get_if<Weibull>(&model)) {
    return BiasedWeibull{weibull->shape, weibull->scale};
  }
  if (const auto* pareto = std::get_if<Pareto>(&model)) {
    const double log_ratio = pareto->max ? log(*pareto->max / pareto->min) : 0;
    return BiasedPareto{pareto->min, log_ratio, pareto->shape - 1, pareto->max.has_value()};
  }
  if (const auto* zipf = std::get_if<Zipf>(&model)) {
    if (zipf->exponent >= 1) return ZipfSampler(Zipf{zipf->exponent - 1, zipf->count});
    return RisingRanks{1 - zipf->exponent, static_cast<double>(zipf->count)};
  }
  return biased_empirical(std::get<Empirical>(model));
}

double ResidualLife::sample(Substream& stream) const {
  const double span = std::visit([&](const auto& spans) { return draw(spans, stream); }, spans_);
  return span * stream.uniform_open();
}

double ResidualLife::draw(const Constant& spans, Substream&) { return spans.value; }

double ResidualLife::draw(const BiasedUniform& spans, Substream& stream) {
  const double width = spans.max_squared - spans.min_squared;
  return std::sqrt(spans.min_squared + stream.uniform_open() * width);
}

double ResidualLife::draw(const BiasedExponential& spans, Substream& stream) {
  return -spans.mean * (log(stream.uniform_open()) + log(stream.uniform_open()));
}

double ResidualLife::draw(const BiasedLognormal& spans, Substream& stream) {
  const double deviate = normal_quantile(stream.uniform_open()) + spans.sigma;
  return spans.median * exp(spans.sigma * deviate);
}

double ResidualLife::draw(const BiasedWeibull& spans, Substream& stream) {
  return spans.scale * pow(gamma_variable(1 + 1 / spans.shape, stream), 1 / spans.shape);
}

double ResidualLife::draw(const BiasedPareto& spans, Substream& stream) {
  const double p = stream.uniform_open();
  if (!spans.is_bounded) return spans.min * exp(-log1p(-p) / spans.shape);
  if (spans.shape == 0) return spans.min * exp(p * spans.log_ratio);
  const double covered = -expm1(-spans.shape * spans.log_ratio);
  return spans.min * exp(-log1p(-p * covered) / spans.shape);
}

double ResidualLife::draw(const ZipfSampler& spans, Substream& stream) {
  return spans.sample(stream);
}

/// A rank at random is kept in proportion to its weight, which every second one is at least.
double ResidualLife::draw(const RisingRanks& spans, Substream& stream) {
  while (true) {
    const double rank =
        1 + static_cast<double>(stream.below(static_cast<std::uint64_t>(spans.count)));
    if (stream.uniform() < pow(rank / spans.count, spans.exponent)) return rank;
  }
}

double ResidualLife::draw(const EmpiricalSampler& spans, Substream& stream) {
  return spans.quantile(stream.uniform_open());
}

}  // namespace rippletank::core
