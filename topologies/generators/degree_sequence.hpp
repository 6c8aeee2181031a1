// Random simple graphs whose nodes have given degrees.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/random.hpp"
#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// Whether some simple graph has these degrees.
///
/// Cost:    O(n + largest degree).
/// Source:  Erdos & Gallai (1960), of whose inequalities those up to the Durfee number suffice:
///          Li, "Graphic sequences", Journal of Combinatorial Theory B 18 (1975).
bool is_graphical(const std::vector<std::uint32_t>& degrees);

/// A random simple graph with exactly these degrees; links in order.
///
/// All link ends are paired at random (configuration model). Each self-link and repeat is then
/// switched with a random good link, (a,b),(c,d) -> (a,c),(b,d), where that makes two good links.
/// In the rare cases where this gets stuck, a Havel-Hakimi graph takes its place. That one, and
/// any graph of up to 100,000 links, is then shuffled by ten tried switches per link.
///
/// The pairing alone, given that it is simple, is uniform over all graphs with these degrees.
/// Repair biases that: much for a handful of nodes (two triangles on six nodes come up half as
/// often as they should), which the shuffle cures as far as tests can tell; by less and less as n
/// grows, as for degrees of bounded second moment the total variation distance from uniform tends
/// to 0 (Janson). For large graphs with heavy tails nobody has shown that.
///
/// Shape:   is_graphical(degrees) must hold; sum of degrees below 2^32.
/// Random:  sum of degrees, then 2 or 3 numbers per switch that is tried.
/// Cost:    O(n + m) expected time; 12 bytes per link beyond the result.
/// Source:  Bollobas, European Journal of Combinatorics 1 (1980); Janson, "Random graphs with given
///          vertex degrees and switchings", Random Structures & Algorithms 57 (2020); Viger &
///          Latapy, COCOON 2005, for the number of switches.
std::vector<Link> random_links(const std::vector<std::uint32_t>& degrees, core::Substream& stream);

/// The way out when repair gets stuck: some graph with these degrees, then shuffled by switches.
///
/// Random:  20 to 30 numbers per link.
/// Cost:    O(m log n).
/// Source:  Hakimi, Journal of the SIAM 10 (1962).
std::vector<Link> shuffled_havel_hakimi(const std::vector<std::uint32_t>& degrees,
                                        core::Substream& stream);

}  // namespace rippletank::topologies
