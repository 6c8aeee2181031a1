// Elementary functions with the same bits everywhere: for whatever feeds a result, in place of std.
#pragma once

#include <cstdint>
#include <cstring>

namespace rippletank::core {

// The maths libraries of systems, and even of processors, differ in the last bit of log, exp or
// pow. These use nothing but + - * / and sqrt of IEEE doubles, which all of them must round alike,
// and moves of bits. They assume round-to-nearest and never touch errno.

/// Returns the bits of a double.
inline std::uint64_t bits_of(double value) noexcept {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// Returns the double that has these bits.
inline double double_of(std::uint64_t bits) noexcept {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// Returns the natural logarithm of x.
///
/// Errors:  below 1 ulp. NaN for x < 0, -infinity for ±0.
/// Cost:    about 5 ns.
/// Source:  fdlibm 5.3, e_log.c.
double log(double x) noexcept;

/// Returns log(1 + x), precise for small x.
///
/// Errors:  below 1 ulp. NaN for x < -1, -infinity for -1.
/// Source:  fdlibm 5.3, s_log1p.c.
double log1p(double x) noexcept;

/// Returns e^x.
///
/// Errors:  below 1 ulp. Infinity above 709.78, 0 below -745.13.
/// Cost:    about 5 ns.
/// Source:  fdlibm 5.3, e_exp.c.
double exp(double x) noexcept;

/// Returns e^x - 1, precise for small x.
///
/// Errors:  below 1 ulp. Infinity above 709.78.
/// Source:  fdlibm 5.3, s_expm1.c.
double expm1(double x) noexcept;

/// Returns base^exponent, with the special cases of C99 (annex F.9.4.4).
///
/// Errors:  below 1 ulp. NaN for a negative base with a fractional exponent.
/// Cost:    about 30 ns.
/// Source:  fdlibm 5.3, e_pow.c.
double pow(double base, double exponent) noexcept;

/// Returns the sine of x radians.
///
/// Errors:  below 1 ulp for every finite x, however large. NaN for ±infinity.
/// Cost:    about 10 ns.
/// Source:  fdlibm 5.3, k_sin.c; reduced modulo pi/2 after Payne & Hanek, ACM SIGNUM 18(1), 1983.
double sin(double x) noexcept;

/// Returns the cosine of x radians; otherwise as sin().
///
/// Source:  fdlibm 5.3, k_cos.c.
double cos(double x) noexcept;

/// Returns the angle of the point (x, y), seen from the origin, in [-pi, pi] radians, with the
/// special cases of C99 (annex F.9.1.4).
///
/// Errors:  below 2 ulp. NaN if an argument is.
/// Cost:    about 15 ns.
/// Source:  fdlibm 5.3, s_atan.c and e_atan2.c.
double atan2(double y, double x) noexcept;

/// Returns the gamma function of x > 0.
///
/// Errors:  below 16 ulp; exact at the integers up to 23. NaN for x < 0, infinity for 0 and
///          above 171.62.
/// Source:  Stirling's series, DLMF 5.11.3 and 5.11.8, after recurrence to x >= 10.
double gamma(double x) noexcept;

/// Returns the value below which a standard normal variable lies with the given probability.
///
/// Errors:  relative error below 1e-15. -infinity at 0, infinity at 1, NaN outside [0, 1].
/// Cost:    about 10 ns.
/// Source:  Wichura, "Algorithm AS 241", Applied Statistics 37(3), 1988; PPND16.
double normal_quantile(double probability) noexcept;

}  // namespace rippletank::core
