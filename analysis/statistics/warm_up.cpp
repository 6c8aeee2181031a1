// MSER-5 in one pass from the end.
#include "analysis/statistics/warm_up.hpp"

#include <limits>

#include "analysis/statistics/sums.hpp"
#include "sim/core/check.hpp"

namespace rippletank::statistics {

std::optional<WarmUp> mser_5(const std::vector<double>& series) {
  constexpr std::size_t never_cut = 5;
  constexpr std::size_t fewest = 10;
  RIPPLETANK_CHECK(all_finite(series), "a series is of finite numbers");
  const std::size_t batches = series.size() / mser_batch;
  if (batches < fewest) return {};
  // From the end, each value changes mean and squares of what remains in a stable way (Welford).
  double kept = 0;
  double mean = 0;
  double squares = 0;
  double best = std::numeric_limits<double>::infinity();
  std::size_t cut = 0;
  for (std::size_t batch = batches; batch-- > 0;) {
    double value = 0;
    for (std::size_t i = 0; i < mser_batch; ++i) value += series[batch * mser_batch + i] / 5;
    const double step = value - mean;
    mean += step / ++kept;
    squares += step * (value - mean);
    const bool late = 2 * batch > batches;
    if (batches - batch < never_cut || (late && squares == 0)) continue;
    const double squared_error = squares / (kept * kept);
    if (squared_error > best) continue;
    best = squared_error;
    cut = batch;
  }
  return WarmUp{cut * mser_batch, 2 * cut <= batches};
}

}  // namespace rippletank::statistics
