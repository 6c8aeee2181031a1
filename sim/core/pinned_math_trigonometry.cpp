// Sine and cosine from IEEE operations alone; kernels after fdlibm, reduction in whole numbers.
//
// The kernels and their coefficients are those of fdlibm 5.3, under this notice:
//
//   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//
//   Developed at SunPro, a Sun Microsystems, Inc. business.
//   Permission to use, copy, modify, and distribute this software is freely granted, provided that
//   this notice is preserved.
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "sim/core/pinned_math.hpp"

namespace rippletank::core {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr double quarter_pi = 0x1.921fb54442d18p-1;

/// The binary digits of 2/pi behind 64 zeros: as many as the largest double asks for.
constexpr std::array<std::uint64_t, 20> two_over_pi = {
    0x0000000000000000U, 0xa2f9836e4e441529U, 0xfc2757d1f534ddc0U, 0xdb6295993c439041U,
    0xfe5163abdebbc561U, 0xb7246e3a424dd2e0U, 0x06492eea09d1921cU, 0xfe1deb1cb129a73eU,
    0xe88235f52ebb4484U, 0xe99c7026b45f7e41U, 0x3991d639835339f4U, 0x9c845f8bbdf9283bU,
    0x1ff897ffde05980fU, 0xef2f118b5a0a6d1fU, 0x6d367ecf27cb09b7U, 0x4f463f669e5fea2dU,
    0x7527bac7ebe5f17bU, 0x3d0739f78a5292eaU, 0x6bfb5fb11f8d5d08U, 0x56033046fc7b6babU};

/// An angle in [-pi/4, pi/4], as a sum, after taking `quadrant` quarter turns away.
struct Reduced {
  unsigned quadrant;
  double high;
  double low;
};

/// Returns 64 digits of 2/pi, from the given one on.
std::uint64_t digits_from(unsigned position) {
  const std::size_t word = position / 64;
  const unsigned offset = position % 64;
  if (offset == 0) return two_over_pi[word];
  const std::uint64_t next = word + 1 < two_over_pi.size() ? two_over_pi[word + 1] : 0;
  return (two_over_pi[word] << offset) | (next >> (64 - offset));
}

int leading_zeros(std::uint64_t bits) {
  int count = 0;
  for (; count < 64 && (bits >> 63U) == 0; bits <<= 1U) ++count;
  return count;
}

/// Multiplies a fraction of a quarter turn, 0 < fraction / 2^128 <= 1/2, by pi/2.
Reduced in_radians(Wide fraction, unsigned quadrant, bool negative) {
  constexpr std::uint64_t half_pi = 0xc90fdaa22168c235U;  // times 2^63
  int shift = leading_zeros(static_cast<std::uint64_t>(fraction >> 64U));
  if (shift == 64) shift += leading_zeros(static_cast<std::uint64_t>(fraction));
  const auto top = static_cast<std::uint64_t>((fraction << shift) >> 64U);
  const Wide product = static_cast<Wide>(top) * half_pi;  // times 2^(127 + shift)
  const auto upper = static_cast<std::uint64_t>(product >> 64U) & ~std::uint64_t{0x7ff};
  const Wide rest = product - (static_cast<Wide>(upper) << 64U);
  const auto lower = static_cast<double>(static_cast<std::uint64_t>(rest >> 11U)) * 0x1p-53;
  const double high = static_cast<double>(upper) + lower;
  const double low = lower - (high - static_cast<double>(upper));
  const double unit = double_of(static_cast<std::uint64_t>(1023 - 63 - shift) << 52U);
  const double scale = negative ? -unit : unit;
  return {quadrant, scale * high, scale * low};
}

/// Reduces a finite x, |x| > pi/4, modulo pi/2, with every digit of pi it takes.
///
/// x = m 2^e. Of the digits of 2/pi, those that contribute a multiple of 4 quarter turns are left
/// out; the 192 that follow give x / (pi/2) modulo 4 with more than 60 digits to spare for the
/// doubles that lie closest to a multiple of pi/2.
Reduced reduce(double x) {
  const std::uint64_t bits = bits_of(std::fabs(x));
  const std::uint64_t m = (bits & 0x000fffffffffffffU) | 0x0010000000000000U;
  const auto start = static_cast<unsigned>(bits >> 52U) - 1075U + 62U;
  const Wide low = static_cast<Wide>(m) * digits_from(start + 128);
  const Wide middle = static_cast<Wide>(m) * digits_from(start + 64) + (low >> 64U);
  const std::uint64_t top = m * digits_from(start) + static_cast<std::uint64_t>(middle >> 64U);
  const Wide upper = (static_cast<Wide>(top) << 64U) | static_cast<std::uint64_t>(middle);
  auto quadrant = static_cast<unsigned>(top >> 62U);
  Wide fraction = (upper << 2U) | (static_cast<std::uint64_t>(low) >> 62U);
  bool negative = false;
  if ((fraction >> 127U) != 0) {
    fraction = 0 - fraction;
    ++quadrant;
    negative = true;
  }
  if (std::signbit(x)) {
    quadrant = 0 - quadrant;
    negative = !negative;
  }
  return in_radians(fraction, quadrant % 4, negative);
}

double sine_kernel(double x, double tail) {
  constexpr double s1 = -1.66666666666666324348e-01;
  constexpr double s2 = 8.33333333332248946124e-03;
  constexpr double s3 = -1.98412698298579493134e-04;
  constexpr double s4 = 2.75573137070700676789e-06;
  constexpr double s5 = -2.50507602534068634195e-08;
  constexpr double s6 = 1.58969099521155010221e-10;
  const double z = x * x;
  const double v = z * x;
  const double r = s2 + z * (s3 + z * (s4 + z * (s5 + z * s6)));
  return x - ((z * (0.5 * tail - v * r) - tail) - v * s1);
}

double cosine_kernel(double x, double tail) {
  constexpr double c1 = 4.16666666666666019037e-02;
  constexpr double c2 = -1.38888888888741095749e-03;
  constexpr double c3 = 2.48015872894767294178e-05;
  constexpr double c4 = -2.75573143513906633035e-07;
  constexpr double c5 = 2.08757232129817482790e-09;
  constexpr double c6 = -1.13596475577881948265e-11;
  const double z = x * x;
  const double r = z * (c1 + z * (c2 + z * (c3 + z * (c4 + z * (c5 + z * c6)))));
  const double half = 0.5 * z;
  const double w = 1.0 - half;
  return w + (((1.0 - w) - half) + (z * r - x * tail));
}

/// Returns the sine of a reduced angle that has `turns` quarter turns added.
double sine_of(const Reduced& angle, unsigned turns) {
  const unsigned quadrant = (angle.quadrant + turns) % 4;
  const double size = (quadrant & 1U) != 0 ? cosine_kernel(angle.high, angle.low)
                                           : sine_kernel(angle.high, angle.low);
  return (quadrant & 2U) != 0 ? -size : size;
}

}  // namespace

double sin(double x) noexcept {
  if (std::fabs(x) <= quarter_pi) return std::fabs(x) < 0x1p-27 ? x : sine_kernel(x, 0.0);
  if (!std::isfinite(x)) return std::numeric_limits<double>::quiet_NaN();
  return sine_of(reduce(x), 0);
}

double cos(double x) noexcept {
  if (std::fabs(x) <= quarter_pi) return cosine_kernel(x, 0.0);
  if (!std::isfinite(x)) return std::numeric_limits<double>::quiet_NaN();
  return sine_of(reduce(x), 1);
}

}  // namespace rippletank::core
