// Formats numbers for people.
#include "sim/run/readable.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "sim/registry/counts.hpp"

namespace rippletank::run {

std::string readable_count(double value) {
  constexpr double longest_written_out = 1e12;
  if (value >= longest_written_out) return fmt::format("{:.4e}", value);
  // What rounds up to the next power of ten is written as that power is.
  const bool whole = value == std::floor(value);
  if (whole || value >= 999.95) return registry::grouped(fmt::format("{:.0f}", value));
  return readable_number(value, value >= 99.995 ? 1 : value >= 9.9995 ? 2 : 3);
}

std::string count_or_dash(const std::optional<double>& value) {
  return value ? readable_count(*value) : "-";
}

std::string readable_number(double value, int decimals) {
  const std::string text = fmt::format("{:.{}f}", value, decimals);
  // Times are whole nanoseconds; less than one of a second is what rounding left of nothing.
  constexpr double least = 1e-9;
  if (value < least || text.find_first_not_of("0.") != std::string::npos) return text;
  int needed = 0;
  for (double scaled = value; scaled < 99.95; scaled *= 10) ++needed;
  return fmt::format("{:.{}f}", value, needed);
}

std::string readable_bytes(double bytes) {
  constexpr std::array<const char*, 6> units = {"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < units.size()) {
    bytes /= 1000;
    ++unit;
  }
  if (unit == 0) return fmt::format("{:.0f} B", bytes);
  return fmt::format("{:.{}f} {}", bytes, bytes >= 99.95 ? 0 : bytes >= 9.995 ? 1 : 2, units[unit]);
}

std::string bar(double columns) {
  constexpr std::array<const char*, 8> parts = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths = static_cast<int>(std::lround(columns * 8));
  std::string text;
  for (int i = 0; i < eighths / 8; ++i) text += "█";
  return text + parts[static_cast<std::size_t>(eighths % 8)];
}

}  // namespace rippletank::run
