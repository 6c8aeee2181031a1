// Describes daily patterns, and lets waits pass at their speed.
#include "sim/workload/churn/daily_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/core/pinned_math.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::workload {
namespace {

constexpr double hour_s = 3600;
constexpr double day_s = hours_per_day * hour_s;

struct Hourly {
  std::vector<double> weights;
  double start_hour = 0;

  std::array<double, hours_per_day> hours() const {
    std::array<double, hours_per_day> weights_of_hours{};
    std::copy(weights.begin(), weights.end(), weights_of_hours.begin());
    return weights_of_hours;
  }
};

struct Sinusoid {
  double peak_hour = 20;
  double ratio = 3;
  double start_hour = 0;

  /// Each hour is as its middle.
  std::array<double, hours_per_day> hours() const {
    constexpr double pi = 3.14159265358979323846;
    const double swing = (ratio - 1) / (ratio + 1);
    std::array<double, hours_per_day> weights{};
    for (std::size_t hour = 0; hour < hours_per_day; ++hour) {
      const double since_peak = static_cast<double>(hour) + 0.5 - peak_hour;
      weights[hour] = 1 + swing * core::cos(2 * pi * since_peak / hours_per_day);
    }
    return weights;
  }
};

void check(const Hourly& hourly, registry::Reader& reader) {
  if (hourly.weights.size() != hours_per_day) {
    return reader.error_at("weights", fmt::format("expected 24 numbers, one for each hour, got {}",
                                                  hourly.weights.size()));
  }
  if (std::accumulate(hourly.weights.begin(), hourly.weights.end(), 0.0) > 0) return;
  reader.error_at("weights", "expected an hour of more than 0, as otherwise nobody ever comes");
}

template <class P>
registry::Table<P>&& with_start_hour(registry::Table<P>&& table) {
  std::move(table).field("start_hour", &P::start_hour,
                         {.unit = "h",
                          .range = registry::between(0, 24),
                          .description = "The time of day at which the run begins."});
  return std::move(table);
}

const registry::Entry& hourly_entry() {
  static const registry::Entry entry = registry::describe<Hourly>(
      "hourly", "Each hour of the day has a weight, in proportion to which waits pass in it.", "",
      with_start_hour(registry::Table<Hourly>{}
                          .required("weights", &Hourly::weights,
                                    {.range = registry::between(0, 1e6),
                                     .description = "Of the 24 hours, from midnight on; only how "
                                                    "they compare counts."})
                          .check(check)),
      {{"weights", {4, 3, 2, 2, 1, 1, 1, 2, 3, 4, 4, 5, 5, 5, 5, 6, 6, 7, 8, 9, 9, 8, 7, 5}}});
  return entry;
}

const registry::Entry& sinusoid_entry() {
  static const registry::Entry entry = registry::describe<Sinusoid>(
      "sinusoid", "A wave over the day, in steps of an hour.", "",
      with_start_hour(
          registry::Table<Sinusoid>{}
              .field("peak_hour", &Sinusoid::peak_hour,
                     {.unit = "h",
                      .range = registry::between(0, 24),
                      .description = "The time of day at which waits pass fastest."})
              .field("ratio", &Sinusoid::ratio,
                     {.range = registry::between(1, 1000),
                      .description = "How much faster than at the opposite time of day."})));
  return entry;
}

}  // namespace

DailyPattern::DailyPattern() { speed_.fill(1); }

DailyPattern::DailyPattern(const std::array<double, hours_per_day>& weights, double start_hour)
    : is_even_(false), start_s_(start_hour * hour_s) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (std::size_t hour = 0; hour < hours_per_day; ++hour) {
    speed_[hour] = weights[hour] / sum * hours_per_day;
    passed_[hour + 1] = passed_[hour] + speed_[hour] * hour_s;
  }
}

double DailyPattern::within_day(double seconds) const {
  const auto hour = std::min(static_cast<std::size_t>(seconds / hour_s), hours_per_day - 1);
  return passed_[hour] + (seconds - static_cast<double>(hour) * hour_s) * speed_[hour];
}

double DailyPattern::passed_s(core::Time until) const {
  const double seconds = core::to_seconds(until);
  if (is_even_) return seconds;
  const double clock = start_s_ + seconds;
  const double days = std::floor(clock / day_s);
  return days * passed_.back() + within_day(clock - days * day_s) - within_day(start_s_);
}

core::Time DailyPattern::end_of_wait(core::Time begin, double wait_s) const {
  const double wait = std::min(wait_s, core::longest_s);
  if (is_even_) return core::later(begin, core::from_seconds(wait));
  const double clock = start_s_ + core::to_seconds(begin);
  const double begun_days = std::floor(clock / day_s);
  const double target = within_day(clock - begun_days * day_s) + wait;
  const double days = std::floor(target / passed_.back());
  const double rest = target - days * passed_.back();
  std::size_t hour = 0;
  while (hour + 1 < hours_per_day && (passed_[hour + 1] < rest || speed_[hour] == 0)) ++hour;
  const double in_hour = speed_[hour] > 0 ? (rest - passed_[hour]) / speed_[hour] : hour_s;
  const double end = (begun_days + days) * day_s + static_cast<double>(hour) * hour_s + in_hour;
  return core::later(begin, core::from_seconds(std::clamp(end - clock, 0.0, core::longest_s)));
}

const registry::Catalogue& daily_patterns() {
  static const registry::Catalogue all = {
      "daily_pattern", "daily_patterns", {&hourly_entry(), &sinusoid_entry()}};
  return all;
}

DailyPattern daily_pattern(const registry::Model& chosen) {
  if (!chosen) return {};
  if (chosen.entry == &hourly_entry()) {
    const auto& hourly = chosen.as<Hourly>();
    return {hourly.hours(), hourly.start_hour};
  }
  const auto& sinusoid = chosen.as<Sinusoid>();
  return {sinusoid.hours(), sinusoid.start_hour};
}

}  // namespace rippletank::workload
