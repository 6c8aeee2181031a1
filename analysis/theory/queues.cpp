// Evaluates the formulas of queues.
#include "analysis/theory/queues.hpp"

#include <limits>

#include "sim/core/pinned_math.hpp"

namespace rippletank::theory {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// The share that is lost where nobody can wait: Erlang's B, by its recurrence.
double erlang_b(unsigned workers, double offered) {
  double lost = 1;
  for (unsigned k = 1; k <= workers; ++k) lost = offered * lost / (k + offered * lost);
  return lost;
}

}  // namespace

double wait_probability(unsigned workers, double load) {
  if (load >= 1) return 1;
  const double blocked = erlang_b(workers, workers * load);
  return blocked / (1 - load * (1 - blocked));
}

double response_mmc(unsigned workers, double load) {
  if (load >= 1) return infinite;
  return 1 + wait_probability(workers, load) / (workers * (1 - load));
}

double response_mg1(double load, double variation) {
  if (load >= 1) return infinite;
  return 1 + load * (1 + variation) / (2 * (1 - load));
}

double response_quantile_mm1(double load, double share) {
  if (load >= 1) return infinite;
  return -core::log1p(-share) / (1 - load);
}

double loss(unsigned workers, unsigned places, double load) {
  // Workers for whom there is no place never work.
  if (places <= workers) return erlang_b(places, workers * load);
  // The probability of a state is that of the one below times arrivals over departures; relative to
  // that of the state with all workers busy, so that nothing overflows.
  const double blocked = erlang_b(workers, workers * load);
  double full = 1;
  double waiting = 0;  // states beyond all workers busy
  for (unsigned place = workers; place < places; ++place) {
    full *= load;
    waiting += full;
  }
  return full / (1 / blocked + waiting);
}

double response_variance_mm1(double load) {
  if (load >= 1) return infinite;
  const double idle = 1 - load;
  const double root = (1 + load) / (idle * idle);
  return root * root;
}

}  // namespace rippletank::theory
