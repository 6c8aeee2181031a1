// The words of warnings, in one place.
#include "analysis/statistics/warnings.hpp"

#include <algorithm>
#include <cstddef>

namespace rippletank::statistics {
namespace {

struct Wording {
  Warning warning;
  const char* name;
  const char* label;
  const char* words;
};

constexpr Wording wordings[] = {
    {Warning::no_values, "no_values", "no values", "There are no values."},
    {Warning::not_finite, "not_finite", "not finite",
     "A value is not a finite number, or the values are too large to be added up."},
    {Warning::one_value, "one_value", "n = 1",
     "One value says nothing about how much values differ: there is no interval."},
    {Warning::few_values, "few_values", "few",
     "Fewer than 6 values: the interval holds only if values are distributed normally."},
    {Warning::constant, "constant", "constant",
     "All values are equal: the interval says nothing about what was not seen."},
    {Warning::too_short, "too_short", "too short",
     "The series is too short for batches: there is no interval. Run longer."},
    {Warning::correlated_batches, "correlated_batches", "correlated batches",
     "Batches still depend on each other: the interval is too narrow. Run longer."},
    {Warning::warm_up_not_over, "warm_up_not_over", "warm-up not over",
     "The series settles in its second half, if ever: there is no interval. Run longer."},
};

const Wording& wording(Warning warning) { return wordings[static_cast<std::size_t>(warning)]; }

}  // namespace

const std::vector<Warning>& all_warnings() {
  static const std::vector<Warning> all = [] {
    std::vector<Warning> made;
    for (const Wording& one : wordings) made.push_back(one.warning);
    return made;
  }();
  return all;
}

const char* name(Warning warning) { return wording(warning).name; }

const char* label(Warning warning) { return wording(warning).label; }

const char* words(Warning warning) { return wording(warning).words; }

std::string labels(const std::vector<Warning>& warnings) {
  std::string text;
  for (const Warning warning : all_warnings()) {
    if (!has(warnings, warning)) continue;
    text += (text.empty() ? "" : "; ") + std::string(label(warning));
  }
  return text;
}

bool has(const std::vector<Warning>& warnings, Warning warning) {
  return std::find(warnings.begin(), warnings.end(), warning) != warnings.end();
}

}  // namespace rippletank::statistics
