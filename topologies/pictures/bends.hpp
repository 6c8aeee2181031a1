// Bends: links curved so that none seems to end at a node that it only passes.
#pragma once

#include <cstddef>
#include <vector>

#include "topologies/pictures/frame.hpp"

namespace rippletank::topologies {

/// Bends the links that would run through nodes they do not join; those between nodes of a circle
/// keep within it.
///
/// Shape:   sets frame.bends; up to 200 nodes and 600 links every link looks for a way that is
///          free, unless most would have to bend; else only those of a circle bend. Returns how
///          many links that looked for a free way have none.
/// Cost:    O(m * n), times some thousands for links that look for a way.
std::size_t bend_links(const Graph& graph, Frame& frame);

/// Points along a link as it is drawn, both ends included.
std::vector<Position> path_of(const Graph& graph, const Frame& frame, std::size_t link);

}  // namespace rippletank::topologies
