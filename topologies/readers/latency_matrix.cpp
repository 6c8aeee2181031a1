// Reads matrices of round-trip times.
#include "topologies/readers/latency_matrix.hpp"

#include <fmt/format.h>

#include <optional>

#include "sim/registry/counts.hpp"
#include "sim/registry/input_file.hpp"
#include "topologies/readers/numbers.hpp"
#include "topologies/readers/text.hpp"

namespace rippletank::topologies {
namespace {

using registry::count_in_words;
using registry::count_text;

constexpr double longest_rtt_ms = 1e9;

/// A square of this many rows takes 3 GB.
constexpr std::size_t most_hosts = 20'000;

bool parts(char c) { return is_blank(c) || c == ',' || c == ';'; }

/// Takes the next field; blanks around a comma or semicolon belong to it.
std::string_view take_cell(std::string_view& rest) {
  std::size_t length = 0;
  while (length < rest.size() && !parts(rest[length])) ++length;
  const std::string_view cell = rest.substr(0, length);
  rest.remove_prefix(length);
  bool has_sign = false;
  while (!rest.empty() && parts(rest.front())) {
    if (!is_blank(rest.front())) {
      if (has_sign) break;
      has_sign = true;
    }
    rest.remove_prefix(1);
  }
  return cell;
}

/// Appends the numbers of a line; returns how many cells it has.
std::size_t read_row(const Lines& lines, std::vector<double>& cells, Problems& problems) {
  std::string_view rest = lines.line();
  std::size_t count = 0;
  while (!rest.empty()) {
    const std::string_view cell = take_cell(rest);
    if (++count > most_hosts) {
      problems.stop(lines.number(), fmt::format("expected at most {} columns", most_hosts));
    }
    const std::optional<double> rtt_ms = decimal_in(cell);
    if (problems.none()) cells.push_back(rtt_ms.value_or(0));
    if (rtt_ms && *rtt_ms >= 0 && *rtt_ms <= longest_rtt_ms) continue;
    problems.add(lines.number(), [&] {
      return fmt::format("expected a round-trip time of 0 to {} [ms] in column {}, got {}",
                         longest_rtt_ms, count, in_quotes(cell));
    });
  }
  return count;
}

}  // namespace

LatencyMatrix parse_latency_matrix(std::string_view text, const std::string& file_name) {
  Problems problems(file_name);
  check_is_text(text, problems);
  Lines lines(text, problems);
  LatencyMatrix matrix;
  std::size_t columns = 0;
  std::size_t rows = 0;
  int last_line = 0;
  while (lines.next()) {
    if (lines.is_remark("#")) continue;
    const std::size_t count = read_row(lines, matrix.rtt_ms, problems);
    if (++rows == 1) columns = count;
    last_line = lines.number();
    if (count == columns) continue;
    problems.add(last_line, [&] {
      return fmt::format("expected {} as in the first row, got {}",
                         count_in_words(columns, "number", "numbers"), count_text(count));
    });
  }
  if (rows == 0) problems.stop(0, nothing_found(text, "rows of round-trip times"));
  if (rows != columns) {
    problems.add(last_line, [&] {
      return fmt::format("expected {}, as many as there are columns, got {}",
                         count_in_words(columns, "row", "rows"), count_text(rows));
    });
  }
  problems.stop_if_any();
  matrix.n = static_cast<std::uint32_t>(columns);
  return matrix;
}

LatencyMatrix read_latency_matrix(const registry::FilePath& file) {
  return parse_latency_matrix(registry::read_input_file(file), file.shown());
}

}  // namespace rippletank::topologies
