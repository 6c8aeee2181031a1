// rocketfuel: measured backbones of Internet providers.
#pragma once

#include <string>
#include <string_view>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// What the third column of a backbone file says.
enum class RocketfuelValues { latency_ms, weight };

/// The graph of a Rocketfuel file; the first line tells which of the two kinds it is.
///     NODE_A NODE_B VALUE      backbone (*.latencies.intra, *.weights.intra): a line per direction
///     uid @place [+] [bb] (neighbours) [&external] -> <uid> … {-euid} … =name[!] rN
///                              router map (*.cch); lines -euid =address rN are external addresses
///
/// Shape:   nodes in order of first appearance, named NODE or uid; `group` numbers the places in
///          the same order (NODE without its digits, @place). A router map has no latencies, nor
///          has a file of weights, which are checked and dropped.
///          Left out of a router map, with a note: links to external addresses and to routers that
///          it does not list. The counts of neighbours are those before its makers cut it, and are
///          not used.
/// Errors:  InputError with the first 20 mistakes: also a direction that is missing and, among
///          latencies, one that differs from its opposite.
/// Cost:    O(m log m) time, O(m) memory.
/// Source:  Spring, Mahajan & Wetherall, SIGCOMM (2002); Mahajan et al., IMW (2002).
Graph parse_rocketfuel(std::string_view text, const std::string& file_name,
                       RocketfuelValues values);

}  // namespace rippletank::topologies
