// Names of strengths, and the rounding of predicted values.
#include "analysis/theory/prediction.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace rippletank::theory {

const char* name_of(Strength strength) {
  switch (strength) {
    case Strength::exact:
      return "exact";
    case Strength::expectation:
      return "expectation";
    case Strength::asymptotic:
      return "asymptotic";
    case Strength::upper_bound:
      return "upper_bound";
    case Strength::lower_bound:
      return "lower_bound";
  }
  return "";
}

double rounded(double value, int digits) {
  constexpr double whole_numbers_end = 9007199254740992.0;
  if (!std::isfinite(value)) return value;
  if (std::abs(value) < whole_numbers_end && value == std::floor(value)) return value;
  return std::strtod(fmt::format("{:.{}e}", value, digits - 1).c_str(), nullptr);
}

}  // namespace rippletank::theory
