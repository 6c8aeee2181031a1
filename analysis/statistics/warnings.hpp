// Warning: why a figure should be read with care, or is missing; as a value, with words for people.
#pragma once

#include <string>
#include <vector>

namespace rippletank::statistics {

/// What can be wrong with a sample or a series.
enum class Warning {
  no_values,           ///< nothing to describe
  not_finite,          ///< a value, or what follows from them, is no finite number
  one_value,           ///< n = 1: nothing is known of the spread
  few_values,          ///< 2 to 5: see `few`
  constant,            ///< all values are equal
  too_short,           ///< a series with too few values for batches
  correlated_batches,  ///< batches that still depend on each other
  warm_up_not_over     ///< a series that settles in its second half, if ever
};

/// Samples of fewer values are few: their intervals rest on a normal distribution, which so few
/// cannot show. Below 6 no two of them enclose the median with 95 % confidence (2 / 2^n > 5 %).
inline constexpr int few = 6;

/// Every warning, in the order in which they are told.
const std::vector<Warning>& all_warnings();

/// Its name in JSON: "few_values".
const char* name(Warning warning);

/// A cell of a table: "few".
const char* label(Warning warning);

/// One sentence for people.
const char* words(Warning warning);

/// The labels in the order of all_warnings(), each once, joined by "; "; empty without any.
std::string labels(const std::vector<Warning>& warnings);

/// Whether it is among them.
bool has(const std::vector<Warning>& warnings, Warning warning);

}  // namespace rippletank::statistics
