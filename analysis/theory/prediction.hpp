// Prediction: what a law says of a run, beside what was counted, as plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rippletank::theory {

/// How a predicted value relates to the one that a run counts, where all assumptions hold.
enum class Strength : std::uint8_t {
  exact,        ///< they are equal
  expectation,  ///< it is the mean of what chance makes of it
  asymptotic,   ///< likewise, and the better the larger the network
  upper_bound,  ///< what is counted is not more
  lower_bound   ///< what is counted is not less
};

/// As it stands in JSON: `exact`, `expectation`, …
const char* name_of(Strength strength);

/// One predicted quantity. All that is said about it comes in short sentences, for people.
struct Prediction {
  std::string name;      ///< in JSON, with its unit last
  std::string quantity;  ///< in words, without its unit
  std::string unit;      ///< may be empty
  double value = 0;
  Strength strength = Strength::exact;
  std::optional<double> simulated;  ///< what was counted
  std::string why_not;              ///< why nothing was, if nothing was
  /// The standard error that the counted value has by chance, where the law tells it.
  std::optional<double> standard_error;
};

/// What one law says of one scenario.
struct Findings {
  std::string law;                       ///< its name in JSON
  std::string title;                     ///< of its table, for people
  std::vector<Prediction> predictions;   ///< at least one
  std::vector<std::string> assumptions;  ///< all that must be so
  std::vector<std::string> violations;   ///< which of them is not so in this scenario
  std::vector<std::string> sources;
};

/// A value in so many significant digits.
///
/// What comes out of an iteration, a root or a library is right to some twelve digits, of which the
/// last differ with the order of its sums, its version and the compiler. Nine are enough for every
/// use and, but for a value that lies on the very border between two of them, the same everywhere.
/// Whole numbers below 2^53 stay as they are.
double rounded(double value, int digits = 9);

}  // namespace rippletank::theory
