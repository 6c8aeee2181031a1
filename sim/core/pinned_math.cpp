// Logarithms, exponentials and powers from IEEE operations alone; after fdlibm.
//
// The approximations and their coefficients are those of fdlibm 5.3, under this notice:
//
//   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//
//   Developed at SunPro, a Sun Microsystems, Inc. business.
//   Permission to use, copy, modify, and distribute this software is freely granted, provided that
//   this notice is preserved.
//
// The order of the operations is part of the definition: a rearrangement changes results.
#include "sim/core/pinned_math.hpp"

#include <cfloat>
#include <cmath>
#include <limits>

#if defined(__FAST_MATH__)
#error "pinned_math needs IEEE arithmetic: compile without -ffast-math"
#endif
static_assert(FLT_EVAL_METHOD == 0, "pinned_math needs doubles that are not kept wider");

namespace rippletank::core {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double ln2_high = 0x1.62e42feep-1;
constexpr double ln2_low = 0x1.a39ef35793c76p-33;
constexpr double one_over_ln2 = 0x1.71547652b82fep0;

/// Keeps the upper 32 bits, so that products of two such numbers are exact.
double upper_half(double x) { return double_of(bits_of(x) & 0xffffffff00000000U); }

/// Returns 2^k, -1022 <= k <= 1023.
double power_of_two(int k) { return double_of(static_cast<std::uint64_t>(k + 1023) << 52U); }

/// Returns x * 2^k for x near 1 and |k| <= 1100, rounded once.
double scaled(double x, int k) {
  if (k > 1023) return x * 2.0 * power_of_two(k - 1);
  if (k < -1021) return x * power_of_two(k + 1000) * 0x1p-1000;
  return x * power_of_two(k);
}

/// x = 2^exponent * fraction, sqrt(1/2) < fraction < sqrt(2).
struct Normalised {
  int exponent;
  double fraction;
};

Normalised normalise(double x) {
  constexpr std::uint64_t one = 0x3ff0000000000000U;
  constexpr std::uint64_t root_of_half = 0x3fe6a09e00000000U;
  const std::uint64_t shifted = bits_of(x) + (one - root_of_half);
  const int exponent = static_cast<int>(shifted >> 52U) - 1023;
  return {exponent, double_of((shifted & 0x000fffffffffffffU) + root_of_half)};
}

/// Returns R(s^2) where log(1+f) = f - (f^2/2 - s (f^2/2 + R)) and s = f/(2+f).
double log_remainder(double s) {
  constexpr double l1 = 6.666666666666735130e-01;
  constexpr double l2 = 3.999999999940941908e-01;
  constexpr double l3 = 2.857142874366239149e-01;
  constexpr double l4 = 2.222219843214978396e-01;
  constexpr double l5 = 1.818357216161805012e-01;
  constexpr double l6 = 1.531383769920937332e-01;
  constexpr double l7 = 1.479819860511658591e-01;
  const double z = s * s;
  const double w = z * z;
  const double even = w * (l2 + w * (l4 + w * l6));
  const double odd = z * (l1 + w * (l3 + w * (l5 + w * l7)));
  return even + odd;
}

/// Returns the R of exp(r) = 1 + 2r / (R - r).
double exp_denominator(double r) {
  constexpr double p1 = 1.66666666666666019037e-01;
  constexpr double p2 = -2.77777777770155933842e-03;
  constexpr double p3 = 6.61375632143793436117e-05;
  constexpr double p4 = -1.65339022054652515390e-06;
  constexpr double p5 = 4.13813679705723846039e-08;
  const double t = r * r;
  return r - t * (p1 + t * (p2 + t * (p3 + t * (p4 + t * p5))));
}

}  // namespace

double log(double x) noexcept {
  if (!(x > 0)) return x == 0 ? -infinity : not_a_number;
  if (x == infinity) return x;
  int shift = 0;
  if (x < DBL_MIN) {
    x *= 0x1p54;
    shift = -54;
  }
  const Normalised parts = normalise(x);
  const double k = parts.exponent + shift;
  const double f = parts.fraction - 1.0;
  const double s = f / (2.0 + f);
  const double half_square = 0.5 * f * f;
  const double remainder = log_remainder(s);
  return k * ln2_high - ((half_square - (s * (half_square + remainder) + k * ln2_low)) - f);
}

double log1p(double x) noexcept {
  if (!(x > -1)) return x == -1 ? -infinity : not_a_number;
  if (x == infinity || std::fabs(x) < 0x1p-54) return x;
  double k = 0;
  double correction = 0;
  double f = x;
  if (x <= -0.2928932188134524 || x >= 0.41421356237309503) {
    const double u = 1.0 + x;
    const Normalised parts = normalise(u);
    k = parts.exponent;
    // What the rounding of 1 + x has lost; nothing to speak of once 1 is less than an ulp.
    if (k < 54) correction = (k >= 2 ? 1.0 - (u - x) : x - (u - 1.0)) / u;
    f = parts.fraction - 1.0;
  }
  const double s = f / (2.0 + f);
  const double half_square = 0.5 * f * f;
  const double remainder = log_remainder(s);
  const double low = k * ln2_low + correction;
  return k * ln2_high - ((half_square - (s * (half_square + remainder) + low)) - f);
}

double exp(double x) noexcept {
  if (x > 709.782712893383973096) return infinity;
  if (x < -745.13321910194110842) return 0.0;
  if (!(std::fabs(x) >= 0x1p-28)) return 1.0 + x;
  int k = 0;
  double high = x;
  double low = 0;
  if (std::fabs(x) > 0.5 * (ln2_high + ln2_low)) {
    k = static_cast<int>(one_over_ln2 * x + (x < 0 ? -0.5 : 0.5));
    high = x - k * ln2_high;
    low = k * ln2_low;
  }
  const double r = high - low;
  const double c = exp_denominator(r);
  if (k == 0) return 1.0 - ((r * c) / (c - 2.0) - r);
  return scaled(1.0 - ((low - (r * c) / (2.0 - c)) - high), k);
}

double expm1(double x) noexcept {
  constexpr double q1 = -3.33333333333331316428e-02;
  constexpr double q2 = 1.58730158725481460165e-03;
  constexpr double q3 = -7.93650757867487942473e-05;
  constexpr double q4 = 4.00821782732936239552e-06;
  constexpr double q5 = -2.01099218183624371326e-07;
  if (x > 709.782712893383973096) return infinity;
  if (x < -56 * ln2_high) return -1.0;
  if (!(std::fabs(x) >= 0x1p-54)) return x;
  int k = 0;
  double correction = 0;
  if (std::fabs(x) > 0.5 * (ln2_high + ln2_low)) {
    k = static_cast<int>(one_over_ln2 * x + (x < 0 ? -0.5 : 0.5));
    const double high = x - k * ln2_high;
    const double low = k * ln2_low;
    x = high - low;
    correction = (high - x) - low;
  }
  const double half = 0.5 * x;
  const double half_square = x * half;
  const double r =
      1.0 +
      half_square *
          (q1 + half_square * (q2 + half_square * (q3 + half_square * (q4 + half_square * q5))));
  const double t = 3.0 - r * half;
  double e = half_square * ((r - t) / (6.0 - x * t));
  if (k == 0) return x - (x * e - half_square);
  e = (x * (e - correction) - correction) - half_square;
  if (k == -1) return 0.5 * (x - e) - 0.5;
  if (k == 1) return x < -0.25 ? -2.0 * (e - (x + 0.5)) : 1.0 + 2.0 * (x - e);
  if (k <= -2 || k > 56) return scaled(1.0 - (e - x), k) - 1.0;
  if (k < 20) return scaled((1.0 - power_of_two(-k)) - (e - x), k);
  return scaled((x - (e + power_of_two(-k))) + 1.0, k);
}

namespace {

/// An unevaluated sum, the first term short enough for exact products.
struct DoubleDouble {
  double high;
  double low;
};

enum class Parity { fractional, odd, even };

Parity parity_of(double x) {
  const double size = std::fabs(x);
  if (size >= 0x1p53) return Parity::even;
  if (std::floor(size) != size) return Parity::fractional;
  return (static_cast<std::uint64_t>(size) & 1U) != 0 ? Parity::odd : Parity::even;
}

/// Returns log2(x) for finite x > 0, with an error below 2^-66 of its size.
DoubleDouble log2_of(double x) {
  constexpr double l1 = 5.99999999999994648725e-01;
  constexpr double l2 = 4.28571428578550184252e-01;
  constexpr double l3 = 3.33333329818377432918e-01;
  constexpr double l4 = 2.72728123808534006489e-01;
  constexpr double l5 = 2.30660745775561754067e-01;
  constexpr double l6 = 2.06975017800338417784e-01;
  constexpr double two_over_3ln2 = 9.61796693925975554329e-01;
  constexpr double two_over_3ln2_high = 9.61796700954437255859e-01;
  constexpr double two_over_3ln2_low = -7.02846165095275826516e-09;
  int n = 0;
  if (x < DBL_MIN) {
    x *= 0x1p53;
    n = -53;
  }
  // x = 2^n * ax with ax near the centre 1 or 3/2, whichever makes ax/centre closer to 1.
  const std::uint64_t bits = bits_of(x);
  const auto mantissa = static_cast<std::uint32_t>(bits >> 32U) & 0xfffffU;
  n += static_cast<int>(bits >> 52U) - 1023;
  double ax = double_of((bits & 0x000fffffffffffffU) | 0x3ff0000000000000U);
  const bool upper = mantissa > 0x3988eU && mantissa < 0xbb67aU;
  if (mantissa >= 0xbb67aU) {
    ax *= 0.5;
    ++n;
  }
  const double centre = upper ? 1.5 : 1.0;
  const double log2_centre_high = upper ? 5.84962487220764160156e-01 : 0.0;
  const double log2_centre_low = upper ? 1.35003920212974897128e-08 : 0.0;

  const double u = ax - centre;
  const double v = 1.0 / (ax + centre);
  const double s = u * v;
  const double s_high = upper_half(s);
  double t_high = upper_half(ax + centre);
  double t_low = ax - (t_high - centre);
  const double s_low = v * ((u - s_high * t_high) - s_high * t_low);
  const double square = s * s;
  double r = square * square *
             (l1 + square * (l2 + square * (l3 + square * (l4 + square * (l5 + square * l6)))));
  r += s_low * (s_high + s);
  const double high_square = s_high * s_high;
  t_high = upper_half(3.0 + high_square + r);
  t_low = r - ((t_high - 3.0) - high_square);
  const double product = s_high * t_high;
  const double rest = s_low * t_high + t_low * s;
  const double p_high = upper_half(product + rest);
  const double p_low = rest - (p_high - product);
  const double z_high = two_over_3ln2_high * p_high;
  const double z_low = two_over_3ln2_low * p_high + p_low * two_over_3ln2 + log2_centre_low;
  const double whole = n;
  const double high = upper_half(((z_high + z_low) + log2_centre_high) + whole);
  return {high, z_low - (((high - whole) - log2_centre_high) - z_high)};
}

/// Returns 2^(high + low), the sum known to lie where the result neither overflows nor vanishes.
double exp2_of(double high, double low) {
  constexpr double ln2 = 6.93147180559945286227e-01;
  constexpr double ln2_upper = 6.93147182464599609375e-01;
  constexpr double ln2_lower = -1.90465429995776804525e-09;
  const double sum = high + low;
  int n = 0;
  if (std::fabs(sum) > 0.5) {
    n = static_cast<int>(sum + (sum < 0 ? -0.5 : 0.5));
    high -= n;
  }
  const double t = upper_half(high + low);
  const double u = t * ln2_upper;
  const double v = (low - (t - high)) * ln2 + t * ln2_lower;
  const double z = u + v;
  const double w = v - (z - u);
  const double c = exp_denominator(z);
  const double r = (z * c) / (c - 2.0) - (w + z * w);
  return scaled(1.0 - (r - z), n);
}

/// Returns base^exponent for finite base > 0 other than 1 and finite exponent other than 0.
double positive_power(double base, double exponent) {
  // Even the double next to 1 overflows or vanishes then, and the products below might overflow.
  if (std::fabs(exponent) > 0x1p64) return (base > 1.0) == (exponent > 0) ? infinity : 0.0;
  // fdlibm takes a short series for bases near 1; its first product is not exact for all of them,
  // which costs hundreds of ulp when the exponent is huge. The general way has no such gap.
  const DoubleDouble logarithm = log2_of(base);
  const double exponent_high = upper_half(exponent);
  const double low = (exponent - exponent_high) * logarithm.high + exponent * logarithm.low;
  const double high = exponent_high * logarithm.high;
  const double sum = high + low;
  // 1024 minus this, rounded, is where the greatest double ends.
  constexpr double overflow_margin = 8.0085662595372944372e-17;
  if (sum > 1024.0 || (sum == 1024.0 && low + overflow_margin > sum - high)) return infinity;
  if (sum < -1075.0 || (sum == -1075.0 && low <= sum - high)) return 0.0;
  return exp2_of(high, low);
}

}  // namespace

double pow(double base, double exponent) noexcept {
  if (exponent == 0 || base == 1.0) return 1.0;
  if (std::isnan(base) || std::isnan(exponent)) return not_a_number;
  const double size = std::fabs(base);
  if (std::isinf(exponent)) {
    if (size == 1.0) return 1.0;
    return (size > 1.0) == (exponent > 0) ? infinity : 0.0;
  }
  if (exponent == 1.0) return base;
  if (exponent == 2.0) return base * base;
  const Parity parity = parity_of(exponent);
  const bool negative = std::signbit(base) && parity == Parity::odd;
  double power = 0;
  if (size == 0 || std::isinf(size)) {
    power = (size > 0) == (exponent > 0) ? infinity : 0.0;
  } else if (base < 0 && parity == Parity::fractional) {
    return not_a_number;
  } else if (size == 1.0) {
    power = 1.0;
  } else if (exponent == -1.0) {
    power = 1.0 / size;
  } else if (exponent == 0.5) {
    power = std::sqrt(size);
  } else {
    power = positive_power(size, exponent);
  }
  return negative ? -power : power;
}

}  // namespace rippletank::core
