// Numbers as people read them.
#pragma once

#include <optional>
#include <string>

namespace rippletank::run {

/// Whole numbers with commas between groups of three; fractions with one to three digits, or more
/// where these would show zero; from 10^12 on as a power of ten.
std::string readable_count(double value);

/// The same, or a dash where there is nothing to count.
std::string count_or_dash(const std::optional<double>& value);

/// With so many decimals, or as many as show three digits of what they would show as zero, from
/// 10^-9 on.
std::string readable_number(double value, int decimals);

/// Bytes in the decimal unit that leaves one to three digits before the point: `1.55 MB`.
std::string readable_bytes(double bytes);

/// A horizontal bar of that many columns, to an eighth of a column.
std::string bar(double columns);

}  // namespace rippletank::run
