// Decides whether a point is repeated often enough.
#include "sim/sweep/stopping.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/statistics/description.hpp"

namespace rippletank::sweep {
namespace {

double wanted_half_width(const Until& until, double mean) {
  return until.half_width ? *until.half_width : *until.relative_half_width * std::abs(mean);
}

/// How many are enough as far as a sample tells, at least one more than there are if it is not.
std::uint64_t enough(const Until& until, const std::vector<double>& values, std::uint64_t now) {
  if (values.empty()) return now;  // nothing that more of them would change
  const statistics::Description sample = statistics::describe(values);
  if (!sample.half_width) return sample.n == 1 ? 2 * now : now;
  if (is_known_well(until, sample)) return now;
  const double ratio = *sample.half_width / wanted_half_width(until, *sample.mean);
  const double needed = std::ceil(static_cast<double>(now) * ratio * ratio);
  const double most = 2 * static_cast<double>(now);
  return needed >= most ? 2 * now : std::max(now + 1, static_cast<std::uint64_t>(needed));
}

}  // namespace

std::uint64_t wanted_repetitions(const Outline& outline, const FindRepetition& find) {
  if (!outline.until) return outline.repetitions;
  const Until& until = *outline.until;
  std::vector<double> values;
  std::uint64_t known = 0;
  for (std::uint64_t now = std::max<std::uint64_t>(outline.repetitions, 2);;) {
    for (; known < now; ++known) {
      const std::optional<RunRecord> record = find(known);
      if (!record) return now;
      const auto value = record->values.find(until.metric);
      if (value != record->values.end() && value->is_number()) {
        values.push_back(value->get<double>());
      }
    }
    const std::uint64_t next = std::min(enough(until, values, now), until.at_most);
    if (next <= now) return now;
    now = next;
  }
}

bool is_known_well(const Until& until, const statistics::Description& sample) {
  return sample.half_width && *sample.half_width <= wanted_half_width(until, *sample.mean);
}

}  // namespace rippletank::sweep
