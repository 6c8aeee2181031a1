// Puts the end of the warm-up and batch means together.
#include "analysis/statistics/steady_state.hpp"

#include "analysis/statistics/sums.hpp"
#include "analysis/statistics/warm_up.hpp"

namespace rippletank::statistics {

SteadyState steady_state(const std::vector<double>& series, double level) {
  SteadyState result;
  result.n = series.size();
  const std::optional<WarmUp> warm_up =
      all_finite(series) ? mser_5(series) : std::optional<WarmUp>();
  if (warm_up) result.truncated = warm_up->truncated;
  result.rest = batch_means(
      {series.begin() + static_cast<std::ptrdiff_t>(result.truncated), series.end()}, level);
  if (warm_up && !warm_up->over) {
    // The mean of what still drifts is of no distribution, so that it has no interval either.
    BatchMeans& rest = result.rest;
    rest = {.mean = rest.mean, .warnings = {Warning::warm_up_not_over}};
  }
  return result;
}

}  // namespace rippletank::statistics
