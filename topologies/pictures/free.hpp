// Free arrangement: nodes as far apart as they are in hops.
#pragma once

#include <vector>

#include "topologies/pictures/arrangement.hpp"

namespace rippletank::topologies {

/// Positions whose distances are near the hops between the nodes; components beside each other.
///
/// Shape:   neighbours are about 1 apart; the widest extent of a component is horizontal.
/// Cost:    up to 400 nodes O(n^2) per round; above, O(n * pivots + m) with at most 60 pivots.
/// Source:  start: Brandes & Pich, "Eigensolver methods for progressive multidimensional scaling
///          of large data", Graph Drawing 2006 (PivotMDS); rounds: Gansner, Koren & North, "Graph
///          drawing by stress majorization", Graph Drawing 2004, one node at a time; above 400
///          nodes with the sparse terms of Ortmann, Klimenta & Brandes, JGAA 21(5), 2017.
std::vector<Position> arrange_freely(const Adjacency& rows);

}  // namespace rippletank::topologies
