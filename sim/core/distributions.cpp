// The distributions with closed inverses, what they allow, and the choice among all of them.
#include "sim/core/distributions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "sim/core/pinned_math.hpp"

namespace rippletank::core {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double quantile_of(const Constant& model, double) { return model.value; }

double quantile_of(const Uniform& model, double p) {
  return std::min(model.min + (model.max - model.min) * p, model.max);
}

double quantile_of(const Exponential& model, double p) { return -model.mean * log1p(-p); }

double quantile_of(const Lognormal& model, double p) {
  if (model.sigma == 0) return model.median;
  return model.median * exp(model.sigma * normal_quantile(p));
}

double quantile_of(const Weibull& model, double p) {
  return model.scale * pow(-log1p(-p), 1 / model.shape);
}

template <class Sampler>
double quantile_of(const Sampler& sampler, double p) {
  return sampler.quantile(p);
}

double mean_of(const Constant& model) { return model.value; }
double mean_of(const Uniform& model) { return model.min + 0.5 * (model.max - model.min); }
double mean_of(const Exponential& model) { return model.mean; }

double mean_of(const Lognormal& model) {
  return model.median * exp(0.5 * model.sigma * model.sigma);
}

double mean_of(const Weibull& model) { return model.scale * gamma(1 + 1 / model.shape); }

template <class Sampler>
double mean_of(const Sampler& sampler) {
  return sampler.mean();
}

using Problems = std::vector<InvalidParameter>;

void expect(Problems& problems, bool satisfied, std::string field, std::string_view expected,
            double found) {
  if (satisfied) return;
  problems.push_back({std::move(field), fmt::format("expected {}, got {}", expected, found)});
}

void expect_finite(Problems& problems, std::string field, double found) {
  expect(problems, std::isfinite(found), std::move(field), "a finite number", found);
}

void expect_positive(Problems& problems, std::string field, double found) {
  const bool satisfied = std::isfinite(found) && found > 0;
  expect(problems, satisfied, std::move(field), "a finite number, more than 0", found);
}

/// Blames the field if the greatest value that a draw can give, or the width, is infinite.
template <class Model>
void expect_finite_draws(Problems& problems, std::string_view field, const Model& model) {
  constexpr double greatest = 1 - 0x1p-53;
  if (!problems.empty() || std::isfinite(quantile_of(model, greatest))) return;
  problems.push_back(
      {std::string(field), "expected draws that are finite numbers, got some beyond 1.8e308"});
}

std::string item(std::string_view list, std::size_t index) {
  return fmt::format("{}/{}", list, index);
}

void find_problems(const Constant& model, Problems& problems) {
  expect_finite(problems, "value", model.value);
}

void find_problems(const Uniform& model, Problems& problems) {
  expect_finite(problems, "min", model.min);
  expect_finite(problems, "max", model.max);
  expect(problems, !(model.max < model.min), "max", fmt::format("at least min ({})", model.min),
         model.max);
  expect_finite_draws(problems, "max", Uniform{0, model.max - model.min});
}

void find_problems(const Exponential& model, Problems& problems) {
  expect_positive(problems, "mean", model.mean);
  expect_finite_draws(problems, "mean", model);
}

void find_problems(const Lognormal& model, Problems& problems) {
  expect_positive(problems, "median", model.median);
  const bool satisfied = std::isfinite(model.sigma) && model.sigma >= 0;
  expect(problems, satisfied, "sigma", "a finite number, at least 0", model.sigma);
  expect_finite_draws(problems, "sigma", model);
}

void find_problems(const Weibull& model, Problems& problems) {
  expect_positive(problems, "shape", model.shape);
  expect_positive(problems, "scale", model.scale);
  expect_finite_draws(problems, "shape", model);
}

void find_problems(const Pareto& model, Problems& problems) {
  expect_positive(problems, "shape", model.shape);
  expect_positive(problems, "min", model.min);
  if (model.max) {
    expect_finite(problems, "max", *model.max);
    expect(problems, !(*model.max <= model.min), "max",
           fmt::format("more than min ({})", model.min), *model.max);
  }
  expect_finite_draws(problems, "shape", ParetoSampler(model));
}

void find_problems(const Zipf& model, Problems& problems) {
  const bool satisfied = model.exponent >= 0 && model.exponent <= 100;
  expect(problems, satisfied, "exponent", "0 to 100", model.exponent);
  expect(problems, model.count >= 1, "count", "at least 1", model.count);
}

void check_weights(const Empirical& model, Problems& problems) {
  double sum = 0;
  for (std::size_t i = 0; i < model.weights.size(); ++i) {
    const double weight = model.weights[i];
    const bool satisfied = std::isfinite(weight) && weight >= 0;
    expect(problems, satisfied, item("weights", i), "a finite number, at least 0", weight);
    sum += weight;
  }
  if (!problems.empty()) return;
  expect(problems, sum > 0 && std::isfinite(sum), "weights", "a sum that is positive and finite",
         sum);
}

void check_cumulative(const Empirical& model, Problems& problems) {
  const auto check_ascent = [&problems](std::string_view list, const std::vector<double>& numbers,
                                        double least) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      expect_finite(problems, item(list, i), numbers[i]);
      expect(problems, !(numbers[i] < least), item(list, i), fmt::format("at least {}", least),
             numbers[i]);
      least = numbers[i];
    }
  };
  check_ascent("cumulative", model.cumulative, 0);
  check_ascent("values", model.values, -infinity);
  expect(problems, model.cumulative.back() != 0, item("cumulative", model.cumulative.size() - 1),
         "more than 0", model.cumulative.back());
}

void find_problems(const Empirical& model, Problems& problems) {
  const auto check_size = [&](std::string_view list, std::size_t size) {
    if (size == 0 || size == model.values.size()) return;
    problems.push_back({std::string(list), fmt::format("expected as many as values ({}), got {}",
                                                       model.values.size(), size)});
  };
  if (model.values.empty()) {
    problems.push_back({"values", "expected at least one value, got none"});
  }
  check_size("weights", model.weights.size());
  check_size("cumulative", model.cumulative.size());
  if (!model.weights.empty() && !model.cumulative.empty()) {
    problems.push_back({"cumulative", "expected either weights or cumulative, got both"});
  }
  if (!problems.empty()) return;
  if (!model.cumulative.empty()) {
    check_cumulative(model, problems);
    return;
  }
  for (std::size_t i = 0; i < model.values.size(); ++i) {
    expect_finite(problems, item("values", i), model.values[i]);
  }
  if (!model.weights.empty()) check_weights(model, problems);
}

ParetoSampler sampler_of(const Pareto& parameters) { return ParetoSampler(parameters); }
ZipfSampler sampler_of(const Zipf& parameters) { return ZipfSampler(parameters); }
EmpiricalSampler sampler_of(const Empirical& parameters) { return EmpiricalSampler(parameters); }

template <class Closed>
Closed sampler_of(const Closed& parameters) {
  return parameters;
}

}  // namespace

std::string_view name_of(const DistributionModel& model) noexcept {
  return std::visit([](const auto& parameters) { return parameters.name; }, model);
}

std::vector<InvalidParameter> find_invalid_parameters(const DistributionModel& model) {
  Problems problems;
  std::visit([&problems](const auto& parameters) { find_problems(parameters, problems); }, model);
  return problems;
}

void require_valid(const DistributionModel& model) {
  const Problems problems = find_invalid_parameters(model);
  if (problems.empty()) return;
  std::string text = fmt::format("distribution {}: ", name_of(model));
  for (const InvalidParameter& problem : problems) {
    if (&problem != &problems.front()) text += "; ";
    text += fmt::format("{}: {}", problem.field, problem.message);
  }
  throw std::invalid_argument(text);
}

ParetoSampler::ParetoSampler(const Pareto& parameters) noexcept
    : parameters_(parameters),
      log_ratio_(parameters.max ? log(parameters.min / *parameters.max) : -infinity),
      covered_(-expm1(parameters.shape * log_ratio_)) {}

double ParetoSampler::quantile(double p) const noexcept {
  const double value = parameters_.min * exp(-log1p(-p * covered_) / parameters_.shape);
  return parameters_.max ? std::min(value, *parameters_.max) : value;
}

double ParetoSampler::mean() const noexcept {
  const double excess = parameters_.shape - 1;
  if (!parameters_.max && excess <= 0) return infinity;
  const double factor = excess == 0 ? -log_ratio_ : -expm1(excess * log_ratio_) / excess;
  return parameters_.min * parameters_.shape / covered_ * factor;
}

Distribution::Sampler Distribution::make_sampler(const DistributionModel& model) {
  require_valid(model);
  return std::visit([](const auto& parameters) { return Sampler(sampler_of(parameters)); }, model);
}

Distribution::Distribution(DistributionModel model)
    : model_(std::move(model)), sampler_(make_sampler(model_)) {}

double Distribution::quantile(double p) const noexcept {
  if (!(p >= 0 && p <= 1)) return not_a_number;
  return std::visit(
      [p](const auto& sampler) { return static_cast<double>(quantile_of(sampler, p)); }, sampler_);
}

double Distribution::mean() const noexcept {
  return std::visit([](const auto& sampler) { return mean_of(sampler); }, sampler_);
}

}  // namespace rippletank::core
