// The angle of a point from IEEE operations alone, after fdlibm.
//
// The reduction and its coefficients are those of fdlibm 5.3, under this notice:
//
//   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//
//   Developed at SunPro, a Sun Microsystems, Inc. business.
//   Permission to use, copy, modify, and distribute this software is freely granted, provided that
//   this notice is preserved.
#include <cmath>
#include <limits>

#include "sim/core/pinned_math.hpp"

namespace rippletank::core {

namespace {

constexpr double pi = 0x1.921fb54442d18p+1;
constexpr double pi_low = 0x1.1a62633145c07p-53;  // what is left of pi

/// A double and what is left of the value that it stands for.
struct Precise {
  double high;
  double low;
};

/// atan(1/2), atan(1), atan(3/2), atan(infinity).
constexpr Precise arcs[] = {{4.63647609000806093515e-01, 2.26987774529616870924e-17},
                            {7.85398163397448278999e-01, 3.06161699786838301793e-17},
                            {9.82793723247329054082e-01, 1.39033110312309984516e-17},
                            {1.57079632679489655800e+00, 6.12323399573676603587e-17}};

/// x - atan(x) for |x| < 7/16, divided by x.
double below_x(double x) {
  constexpr double a0 = 3.33333333333329318027e-01;
  constexpr double a1 = -1.99999999998764832476e-01;
  constexpr double a2 = 1.42857142725034663711e-01;
  constexpr double a3 = -1.11111104054623557880e-01;
  constexpr double a4 = 9.09088713343650656196e-02;
  constexpr double a5 = -7.69187620504482999495e-02;
  constexpr double a6 = 6.66107313738753120669e-02;
  constexpr double a7 = -5.83357013379057348645e-02;
  constexpr double a8 = 4.97687799461593236017e-02;
  constexpr double a9 = -3.65315727442169155270e-02;
  constexpr double a10 = 1.62858201153657823623e-02;
  const double z = x * x;
  const double w = z * z;
  const double odd = z * (a0 + w * (a2 + w * (a4 + w * (a6 + w * (a8 + w * a10)))));
  const double even = w * (a1 + w * (a3 + w * (a5 + w * (a7 + w * a9))));
  return odd + even;
}

/// The arc tangent of x >= 0.
double arc_tangent(double x) {
  if (x < 0x1p-27) return x;
  if (x < 0.4375) return x - x * below_x(x);
  if (x > 0x1p66) return arcs[3].high;
  const Precise* arc = &arcs[3];
  double rest = 0;
  if (x < 0.6875) {
    arc = &arcs[0];
    rest = (2.0 * x - 1.0) / (2.0 + x);
  } else if (x < 1.1875) {
    arc = &arcs[1];
    rest = (x - 1.0) / (x + 1.0);
  } else if (x < 2.4375) {
    arc = &arcs[2];
    rest = (x - 1.5) / (1.0 + 1.5 * x);
  } else {
    rest = -1.0 / x;
  }
  return arc->high - ((rest * below_x(rest) - arc->low) - rest);
}

/// The angle for x >= 0 and y >= 0, or of its complement to pi for x < 0.
double angle(double y, double x) {
  const bool left = std::signbit(x);
  const double width = std::fabs(x);
  if (y == 0) return left ? pi : 0.0;
  if (width == 0) return arcs[3].high;
  if (std::isinf(width)) {
    if (std::isinf(y)) return left ? 3.0 * arcs[1].high : arcs[1].high;
    return left ? pi : 0.0;
  }
  if (std::isinf(y)) return arcs[3].high;
  const double slope = y / width;
  if (!left) return arc_tangent(slope);
  return pi - (arc_tangent(slope) - pi_low);
}

}  // namespace

double atan2(double y, double x) noexcept {
  if (std::isnan(x) || std::isnan(y)) return std::numeric_limits<double>::quiet_NaN();
  return std::copysign(angle(std::fabs(y), x), y);
}

}  // namespace rippletank::core
