// as_relationships: autonomous systems and who buys transit from whom.
#pragma once

#include <string>
#include <string_view>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// The graph of a CAIDA AS relationships file, in either of its two forms, which use -1 with
/// opposite meaning:
///     FROM TO REL      -1 FROM is a customer of TO, 1 a provider, 0 a peer, 2 a sibling
///     FROM|TO|REL      -1 FROM is a provider of TO, 0 a peer; a fourth field is not used
///
/// Shape:   nodes in ascending order of AS number; `relationship` of every link as in Graph.
///          Self-links and repeats are kept.
/// Errors:  InputError with the first 20 mistakes, among them two lines that contradict each other.
/// Cost:    O(m log m) time, O(m) memory.
/// Source:  The CAIDA AS Relationships Dataset, as kept by SNAP (as-caida) for the first form and
///          as published in serial-1 and serial-2 for the second.
Graph parse_as_relationships(std::string_view text, const std::string& file_name);

}  // namespace rippletank::topologies
