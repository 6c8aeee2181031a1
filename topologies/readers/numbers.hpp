// Numbers: the texts of an input as numbers, the same on every machine and library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/time.hpp"
#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// The largest latency that a file may state: 11 days.
inline constexpr double longest_latency_us = 1e12;

/// The whole number that a text is; nothing when it has a sign or needs more than 64 bits.
std::optional<std::uint64_t> whole_number_in(std::string_view text);

/// The decimal number that a text is ("12", "-.5", "1e3"), rounded to nearest; nothing for other
/// texts ("nan", "0x1", "1 2") and for what is too large for a double.
std::optional<double> decimal_in(std::string_view text);

/// Nanoseconds of a latency given as a decimal number of units of `unit_us` microseconds;
/// nothing when it is no number or outside 0 … longest_latency_us.
std::optional<core::Time> latency_in(std::string_view text, double unit_us);

/// Names as the nodes' own: none when they are 0 … n-1, numbers when all are whole ones.
NodeNames names_of_nodes(std::vector<std::string> names);

/// The nodes that links between whole-number ids have: 0 … n-1 in ascending order of id.
struct NumberedNodes {
  NodeId node_count = 0;
  std::vector<Link> links;
  NodeNames names;
};

/// Numbers the ends of links, `ends[2i]` and `ends[2i+1]` for link i; nothing when there are more
/// than `most_ids` different ones.
///
/// Cost:    O(m) time while the largest id is of the order of m, else O(m + n log n).
std::optional<NumberedNodes> number_nodes(const std::vector<std::uint64_t>& ends,
                                          std::uint64_t most_ids);

}  // namespace rippletank::topologies
