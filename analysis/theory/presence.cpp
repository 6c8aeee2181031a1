// Evaluates the laws of coming and going.
#include "analysis/theory/presence.hpp"

#include "sim/core/pinned_math.hpp"

namespace rippletank::theory {

double availability(double session_s, double downtime_s) {
  return session_s / (session_s + downtime_s);
}

double departures_per_s(double peers, double session_s, double downtime_s) {
  return peers / (session_s + downtime_s);
}

double weibull_mean(double shape, double scale) { return scale * core::gamma(1 + 1 / shape); }

double weibull_median(double shape, double scale) {
  return scale * core::pow(core::log(2), 1 / shape);
}

}  // namespace rippletank::theory
