// The Zipf distribution, inverted without a table of its ranks.
#include <algorithm>
#include <cmath>

#include "sim/core/distributions.hpp"
#include "sim/core/pinned_math.hpp"

namespace rippletank::core {

namespace {

/// Returns the integral of x^-exponent from 1 to e^log_end.
double power_integral(double exponent, double log_end) {
  const double rise = 1 - exponent;
  return rise == 0 ? log_end : expm1(rise * log_end) / rise;
}

double exponent_of(const Zipf& parameters) {
  require_valid(parameters);
  return parameters.exponent;
}

}  // namespace

PowerSums::PowerSums(double exponent) noexcept
    : exponent_(exponent), integral_scale_(pow(tabulated, 1 - exponent)), table_{} {
  for (std::uint32_t n = 1; n <= tabulated; ++n) {
    const double term = pow(n, -exponent);
    table_[n] = {table_[n - 1].sum + term, term};
  }
  anchor_ = table_[tabulated].sum - end_correction(tabulated).sum;
}

/// Returns n^-s and what the end n >= 32 of a sum adds to the integral. The first power left out,
/// s (s+1) … (s+8) n^-(s+9) / 47900160, is below 2e-17 for every exponent.
PowerSums::Value PowerSums::end_correction(double n) const noexcept {
  const double s = exponent_;
  const double term = pow(n, -s);
  const double square = 1 / (n * n);
  const double first = s / n;
  const double third = first * (s + 1) * (s + 2) * square;
  const double fifth = third * (s + 3) * (s + 4) * square;
  const double seventh = fifth * (s + 5) * (s + 6) * square;
  const double factor = 0.5 - first / 12 + third / 720 - fifth / 30240 + seventh / 1209600;
  return {term * factor, term};
}

PowerSums::Value PowerSums::up_to(std::uint32_t n) const noexcept {
  if (n <= tabulated) return table_[n];
  const double log_ratio = log(static_cast<double>(n) / tabulated);
  const double integral = integral_scale_ * power_integral(exponent_, log_ratio);
  const Value end = end_correction(n);
  return {anchor_ + integral + end.sum, end.term};
}

ZipfSampler::ZipfSampler(const Zipf& parameters)
    : sums_(exponent_of(parameters)),
      count_(parameters.count),
      total_(sums_.up_to(count_).sum),
      guess_offset_(total_ - power_integral(parameters.exponent, log(count_ + 0.5))) {}

/// Inverts the sums under the midpoint rule, which errs by less than exponent / (24 rank) ranks.
std::uint32_t ZipfSampler::guess(double sum) const noexcept {
  const double rise = 1 - sums_.exponent();
  const double integral = sum - guess_offset_;
  const double log_end = rise == 0 ? integral : log1p(rise * integral) / rise;
  const double rank = std::ceil(exp(log_end) - 0.5);
  // Rounding may have led out of the range of the logarithm: NaN is no rank either.
  if (!(rank < count_)) return count_;
  return static_cast<std::uint32_t>(std::max(rank, PowerSums::tabulated + 1.0));
}

std::uint32_t ZipfSampler::quantile(double p) const noexcept {
  const double sum = p * total_;
  std::uint32_t below = 0;
  std::uint32_t reached = count_;
  if (count_ > PowerSums::tabulated) {
    if (sums_.up_to(PowerSums::tabulated).sum < sum) {
      const std::uint32_t likely = guess(sum);
      const PowerSums::Value there = sums_.up_to(likely);
      if (there.sum >= sum && there.sum - there.term < sum) return likely;
      below = PowerSums::tabulated;
    } else {
      reached = PowerSums::tabulated;
    }
  }
  while (reached - below > 1) {
    const std::uint32_t middle = below + (reached - below) / 2;
    if (sums_.up_to(middle).sum >= sum) {
      reached = middle;
    } else {
      below = middle;
    }
  }
  return reached;
}

double ZipfSampler::probability(std::uint32_t rank) const noexcept {
  if (rank < 1 || rank > count_) return 0;
  return pow(rank, -sums_.exponent()) / total_;
}

double ZipfSampler::cumulative(std::uint32_t rank) const noexcept {
  return sums_.up_to(std::min(rank, count_)).sum / total_;
}

double ZipfSampler::mean() const noexcept {
  return PowerSums(sums_.exponent() - 1).up_to(count_).sum / total_;
}

}  // namespace rippletank::core
