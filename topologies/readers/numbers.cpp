// Parses numbers and turns ids with gaps into dense ones.
#include "topologies/readers/numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "sim/core/check.hpp"

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
    if (error != std::errc{} || std::abs(exponent) > 9999) return {};
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

/// Numbers ids in the order in which they first come: a hash table with linear probing, as the
/// standard one takes a second for the ends of four million links.
class IdTable {
 public:
  NodeId number_of(std::uint64_t id) {
    if (2 * ids_.size() >= slots_.size()) grow();
    const std::size_t slot = slot_of(id);
    if (slots_[slot] == 0) {
      ids_.push_back(id);
      slots_[slot] = static_cast<NodeId>(ids_.size());
    }
    return slots_[slot] - 1;
  }
  const std::vector<std::uint64_t>& ids() const { return ids_; }

 private:
  /// Where the id is, or the empty slot where it belongs.
  std::size_t slot_of(std::uint64_t id) const {
    const std::size_t mask = slots_.size() - 1;
    // Multiplying by 2^64 divided by the golden ratio spreads ids that come in steps; the upper
    // half of the product depends on all bits (Knuth, TAOCP 3, section 6.4).
    std::size_t slot = static_cast<std::size_t>((id * 0x9e37'79b9'7f4a'7c15u) >> 32) & mask;
    while (slots_[slot] != 0 && ids_[slots_[slot] - 1] != id) slot = (slot + 1) & mask;
    return slot;
  }

  void grow() {
    slots_.assign(std::max<std::size_t>(1024, 2 * slots_.size()), 0);
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      slots_[slot_of(ids_[i])] = static_cast<NodeId>(i + 1);
    }
  }

  std::vector<std::uint64_t> ids_;
  std::vector<NodeId> slots_;  ///< 0 when empty, else 1 + the number
};

/// Gives every id that occurs its rank, by sorting those that are different.
void rank_by_sorting(const std::vector<std::uint64_t>& ends, std::vector<std::uint64_t>& ids,
                     std::vector<NodeId>& rank_of_end) {
  IdTable table;
  for (std::size_t i = 0; i < ends.size(); ++i) rank_of_end[i] = table.number_of(ends[i]);
  std::vector<NodeId> order(table.ids().size());
  std::iota(order.begin(), order.end(), NodeId{0});
  std::sort(order.begin(), order.end(),
            [&](NodeId a, NodeId b) { return table.ids()[a] < table.ids()[b]; });
  std::vector<NodeId> rank(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = static_cast<NodeId>(i);
    ids.push_back(table.ids()[order[i]]);
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
