// Parses numbers and turns ids with gaps into dense ones.
#include "topologies/readers/numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "sim/core/check.hpp"
#include "sim/core/random.hpp"

namespace rippletank::topologies {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A decimal number taken apart: significand · 10^exponent, exact unless digits were dropped.
struct Decimal {
  bool negative = false;
  std::uint64_t significand = 0;
  int exponent = 0;
  bool exact = true;
};

/// Takes digits from the front of `text`; those behind the point lower the exponent.
int take_digits(std::string_view& text, Decimal& number, bool behind_point) {
  constexpr std::uint64_t room = (std::uint64_t{1} << 60) / 10;
  int count = 0;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), ++count) {
    if (number.significand < room) {
      number.significand = number.significand * 10 + static_cast<unsigned>(text.front() - '0');
      if (behind_point) --number.exponent;
    } else {
      number.exact = false;
    }
  }
  return count;
}

std::optional<Decimal> take_apart(std::string_view text) {
  Decimal number;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    number.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  int digits = take_digits(text, number, false);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    digits += take_digits(text, number, true);
  }
  if (digits == 0) return {};
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
    text.remove_prefix(1);
    if (text.size() > 1 && text.front() == '+' && is_digit(text[1])) text.remove_prefix(1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    // Compared as it is: the absolute value of the least int is none.
    if (error != std::errc{} || exponent < -9999 || exponent > 9999) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    number.exponent += exponent;
  }
  if (!text.empty()) return {};
  return number;
}

/// Ids of the order of their number: a table of them all is smaller than a sorted list.
bool table_pays(std::uint64_t largest, std::size_t ends) {
  return largest / 4 <= std::uint64_t{ends} + 1024;
}

/// Gives every id that occurs its rank, by a table over all ids up to the largest.
void rank_by_table(const std::vector<std::uint64_t>& ends, std::uint64_t largest,
                   std::vector<std::uint64_t>& ids, std::vector<NodeId>& rank_of_end) {
  std::vector<NodeId> rank(static_cast<std::size_t>(largest) + 1, 0);
  for (const std::uint64_t id : ends) rank[id] = 1;
  for (std::uint64_t id = 0; id <= largest; ++id) {
    if (rank[id] == 0) continue;
    rank[id] = static_cast<NodeId>(ids.size());
    ids.push_back(id);
  }
  for (std::size_t i = 0; i < ends.size(); ++i) rank_of_end[i] = rank[ends[i]];
}

/// Numbers ids in the order in which they come. One array, as ids without a pattern miss the cache
/// with every step of a search.
class IdNumbers {
 public:
  NodeId number_of(std::uint64_t id) {
    if (2 * ids_.size() >= cells_.size()) grow();
    Cell& cell = find(id);
    if (cell.number == none) {
      cell = {id, static_cast<NodeId>(ids_.size())};
      ids_.push_back(id);
    }
    return cell.number;
  }

  /// By number.
  const std::vector<std::uint64_t>& ids() const { return ids_; }

 private:
  static constexpr NodeId none = ~NodeId{0};
  struct Cell {
    std::uint64_t id = 0;
    NodeId number = none;
  };

  Cell& find(std::uint64_t id) {
    const std::size_t mask = cells_.size() - 1;
    std::size_t at = static_cast<std::size_t>(core::hash64(id)) & mask;
    while (cells_[at].number != none && cells_[at].id != id) at = (at + 1) & mask;
    return cells_[at];
  }

  void grow() {
    cells_.assign(2 * cells_.size(), Cell{});
    for (std::size_t i = 0; i < ids_.size(); ++i) find(ids_[i]) = {ids_[i], static_cast<NodeId>(i)};
  }

  std::vector<Cell> cells_ = std::vector<Cell>(512);  // a power of two, at most half of them full
  std::vector<std::uint64_t> ids_;
};

/// Gives every id that occurs its rank, by sorting those that are different.
void rank_by_sorting(const std::vector<std::uint64_t>& ends, std::vector<std::uint64_t>& ids,
                     std::vector<NodeId>& rank_of_end) {
  IdNumbers seen;
  for (std::size_t i = 0; i < ends.size(); ++i) rank_of_end[i] = seen.number_of(ends[i]);
  ids = seen.ids();
  std::sort(ids.begin(), ids.end());
  std::vector<NodeId> rank(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    rank[seen.number_of(ids[i])] = static_cast<NodeId>(i);
  }
  for (NodeId& end : rank_of_end) end = rank[end];
}

}  // namespace

std::optional<std::uint64_t> whole_number_in(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return {};
  return number;
}

std::optional<double> decimal_in(std::string_view text) {
  const std::optional<Decimal> number = take_apart(text);
  if (!number) return {};
  // Significands below 2^53 and powers of ten up to 10^22 are exact doubles, so that one
  // operation rounds once (Clinger, PLDI 1990); strtod, which rounds correctly in today's C
  // libraries but is slower, does the rest. std::from_chars for double is missing in libc++.
  constexpr std::array<double, 23> power = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                            1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::uint64_t exact_below = std::uint64_t{1} << 53;
  const int exponent = number->exponent;
  double value = 0;
  if (number->exact && number->significand < exact_below && std::abs(exponent) <= 22) {
    value = static_cast<double>(number->significand);
    value = exponent < 0 ? value / power[static_cast<std::size_t>(-exponent)]
                         : value * power[static_cast<std::size_t>(exponent)];
    return number->negative ? -value : value;
  }
  const std::string copy(text);
  char* end = nullptr;
  value = std::strtod(copy.c_str(), &end);
  RIPPLETANK_CHECK(end == copy.c_str() + copy.size(), "strtod needs the \"C\" locale");
  if (!std::isfinite(value)) return {};
  return value;
}

std::optional<core::Time> latency_in(std::string_view text, double unit_us) {
  const std::optional<double> number = decimal_in(text);
  if (!number || *number < 0 || *number * unit_us > longest_latency_us) return {};
  return std::llround(*number * (unit_us * static_cast<double>(core::microsecond)));
}

NodeNames names_of_nodes(std::vector<std::string> names) {
  bool all_numbers = true;
  bool in_order = true;
  for (std::size_t i = 0; i < names.size() && all_numbers; ++i) {
    const std::optional<std::uint64_t> number = whole_number_in(names[i]);
    all_numbers = number && std::to_string(*number) == names[i];
    in_order = in_order && number == std::uint64_t{i};
  }
  if (all_numbers && in_order) return {};
  return {std::move(names), all_numbers};
}

std::optional<NumberedNodes> number_nodes(const std::vector<std::uint64_t>& ends,
                                          std::uint64_t most_ids) {
  NumberedNodes numbered;
  if (ends.empty()) return numbered;
  const std::uint64_t largest = *std::max_element(ends.begin(), ends.end());
  std::vector<std::uint64_t> ids;
  std::vector<NodeId> rank_of_end(ends.size());
  if (table_pays(largest, ends.size())) {
    rank_by_table(ends, largest, ids, rank_of_end);
  } else {
    rank_by_sorting(ends, ids, rank_of_end);
  }
  if (ids.size() > most_ids) return {};
  numbered.node_count = static_cast<NodeId>(ids.size());
  numbered.links.reserve(ends.size() / 2);
  for (std::size_t i = 0; i + 1 < ends.size(); i += 2) {
    numbered.links.push_back({rank_of_end[i], rank_of_end[i + 1]});
  }
  if (largest + 1 == ids.size()) return numbered;
  std::vector<std::string> names;
  names.reserve(ids.size());
  for (const std::uint64_t id : ids) names.push_back(std::to_string(id));
  numbered.names = NodeNames(std::move(names), true);
  return numbered;
}

}  // namespace rippletank::topologies
