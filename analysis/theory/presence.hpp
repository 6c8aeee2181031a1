// Presence: how many of the peers that come and go are there, and how often one goes.
#pragma once

namespace rippletank::theory {

// Sessions and downtimes of any distributions, by turns; only their means count.
// Source:  Cox, Renewal Theory (1962), chapter 7: alternating renewal processes.

/// U / (U + D).
double availability(double session_s, double downtime_s);

/// n / (U + D), of n peers.
double departures_per_s(double peers, double session_s, double downtime_s);

/// scale Gamma(1 + 1/shape) and scale (ln 2)^(1/shape), of a Weibull distribution.
double weibull_mean(double shape, double scale);
double weibull_median(double shape, double scale);

}  // namespace rippletank::theory
