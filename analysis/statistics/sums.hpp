// Sums and means of numbers, with the same bits everywhere.
#pragma once

#include <vector>

namespace rippletank::statistics {

/// Whether all are finite numbers.
bool all_finite(const std::vector<double>& values);

/// The sum in the order of the values, with what rounding loses carried along: as precise as if
/// added up in twice the digits and rounded once. A plain sum of a million values loses six digits.
///
/// Errors:  about 2^-53 of the sum and n * 2^-106 of the sum of magnitudes; not finite if a value
///          or a partial sum is not.
/// Cost:    O(n), 4 additions a value.
/// Source:  Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
///          Zeitschrift für Angewandte Mathematik und Mechanik 54, 1974.
double sum(const std::vector<double>& values);

/// The mean of at least one value; it never lies outside of them, and is the value itself if all
/// are equal.
///
/// Cost:    O(n).
double mean(const std::vector<double>& values);

/// The sum of squared differences from the mean, in a second pass that also makes good for the
/// rounding of the mean; 0 if all values are equal.
///
/// One pass over values and squares loses all digits where the mean is large beside the spread.
///
/// Shape:   `mean` as the function above gives it.
/// Cost:    O(n).
/// Source:  Chan, Golub & LeVeque, "Algorithms for computing the sample variance", The American
///          Statistician 37(3), 1983; the corrected two-pass algorithm.
double squared_differences(const std::vector<double>& values, double mean);

}  // namespace rippletank::statistics
